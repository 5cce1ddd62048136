"""What the page says first: when it arrives, how things stand, and how fresh the news is. Facts in, sentences out."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look import formats
from severshop.look.status.facts import StatusFacts
from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.times import near, only_clock, say
from severshop.look.status.words import Pill, attention_pill, status_word
from severshop.vocabulary.milestones import PAPER_ONLY, Milestone
from severshop.vocabulary.statuses import Attention, OrderStatus
from severshop.vocabulary.watching import Level, Trouble
from severshop.vocabulary.windows import DeliveryWindow

NOT_COMING = frozenset({Attention.LOST, Attention.DAMAGED, Attention.RETURNING})


def headline(facts: StatusFacts, *, today: date) -> str:
    """When it arrives, or what came instead: the page's h1."""
    if facts.status is OrderStatus.CANCELLED:
        return _("This order is cancelled")
    if facts.status is OrderStatus.DELIVERED or facts.arrival.kind == "delivered":
        return _delivered(facts)
    return _instead_of_arriving(facts) or _arriving(facts, today=today)


def _delivered(facts: StatusFacts) -> str:
    at = facts.arrival.at or max((p.delivered_at for p in facts.parcels if p.delivered_at), default=None)
    if at is None:
        return _("Delivered")
    return _("Delivered %(day)s, %(time)s") % {"day": _whole(formats.day(at.date())), "time": formats.hour(at)}


def is_searched(facts: StatusFacts) -> bool:
    """Tell whether a parcel is presumed lost: nobody has seen it for long, and its carrier has not given it up."""
    delay = facts.delay
    if delay is None or delay.level is not Level.LOST or facts.attention in {Attention.DAMAGED, Attention.RETURNING}:
        return False
    return delay.trouble is not Trouble.CARRIER_SAYS


def _instead_of_arriving(facts: StatusFacts) -> str | None:
    several = facts.parcels_total > 1
    if is_searched(facts):
        return _("We are looking for one of your parcels") if several else _("We are looking for your parcel")
    if facts.attention is Attention.LOST:
        return _("One of your parcels is lost") if several else _("Your parcel is lost")
    if facts.attention is Attention.DAMAGED:
        return _("One of your parcels was damaged") if several else _("Your parcel was damaged on its way")
    if facts.attention is Attention.RETURNING:
        return _("One of your parcels is coming back to us") if several else _("Your parcel is coming back to us")
    if facts.arrival.kind == "pickup":
        city = next((p.place.city for p in open_parcels(facts) if p.place.city), "")
        return _("Ready to collect in %(city)s") % {"city": city} if city else _("Ready to collect")
    return None


def _arriving(facts: StatusFacts, *, today: date) -> str:
    window = facts.arrival.window
    rest = facts.parcels_delivered > 0
    if window is None and facts.promised is None:
        return _("No date yet")
    if facts.arrival.kind == "today":
        return _today(van_day(facts), today=today, rest=rest)
    if window is None or window.latest < today:
        return _("The rest is late, and no new date yet") if rest else _("Late, and no new date yet")
    if facts.arrival.kind == "late":
        return _("Held up: it may come later than %(day)s") % {"day": _whole(formats.day(window.latest))}
    return _between(window, today=today, rest=rest)


def _today(day: date, *, today: date, rest: bool) -> str:
    words = {"day": _whole(formats.day(day))}
    if day != today:
        return _("Expected %(day)s") % words
    return _("The rest arrives today, %(day)s") % words if rest else _("Arriving today, %(day)s") % words


def _between(window: DeliveryWindow, *, today: date, rest: bool) -> str:
    if window.earliest < today:
        words = {"day": _whole(formats.day(window.latest))}
        return _("The rest arrives by %(day)s") % words if rest else _("Arriving by %(day)s") % words
    words = {"days": _whole(formats.days(window))}
    return _("The rest arrives %(days)s") % words if rest else _("Arriving %(days)s") % words


def _whole(days: str) -> str:
    """Return days that break between, but not inside, a date."""
    return days.replace(" ", "\N{NO-BREAK SPACE}").replace("–\N{NO-BREAK SPACE}", "– ")


def pill(facts: StatusFacts, *, now: datetime, today: date) -> Pill:
    """One word on how things stand."""
    special = _searched_pill() if is_searched(facts) else facts.attention and attention_pill(facts.attention)
    if special:
        return special
    if facts.status in {OrderStatus.CANCELLED, OrderStatus.DELIVERED}:
        return Pill(status_word(facts.status), "quiet" if facts.status is OrderStatus.CANCELLED else "good")
    window = facts.arrival.window
    if window is None and facts.promised is None:
        return Pill(status_word(facts.status), "quiet")
    if window is None or window.latest < today:
        return Pill(_("Late"), "warn")
    if window and facts.promised and window.latest > facts.promised.latest:
        return Pill(_("Later than promised"), "warn")
    return _waiting(facts, now=now) or Pill(_("On time"), "good")


def _searched_pill() -> Pill:
    return Pill(_("Being looked for"), "warn")


def _waiting(facts: StatusFacts, *, now: datetime) -> Pill | None:
    """Return the word for a moment that has passed without what should have happened by it."""
    passed = {step.code for step in facts.commitments if step.by < now}
    if passed & {"first_scan", "next_scan", "we_ask_carrier"}:
        return Pill(_("Waiting for a scan"), "warn")
    if passed & {"pick", "pack", "hand_over"}:
        return Pill(_("We are behind"), "warn")
    return None


def against_promise(facts: StatusFacts, *, today: date) -> str:
    """How the arrival compares with what was promised at checkout; empty when it keeps it."""
    window = facts.arrival.window
    settled = facts.status in {OrderStatus.CANCELLED, OrderStatus.DELIVERED} or facts.arrival.kind == "pickup"
    if settled or facts.promised is None:
        return ""
    promised = formats.days(facts.promised)
    if is_searched(facts):
        return _("We first promised it for %(days)s.") % {"days": promised}
    if window is None or window.latest < today:
        return _("We promised it for %(days)s, and it is not there. Help is one tap away, below.") % {"days": promised}
    if window and window.latest > facts.promised.latest:
        return _("At checkout we promised %(days)s. We are sorry that it takes longer.") % {"days": promised}
    return ""


def freshness(facts: StatusFacts, *, today: date) -> Markup:
    """How old the news is and who said it."""
    scanned = [p for p in facts.parcels if p.last_scan_at]
    if not scanned:
        asked = [p for p in facts.parcels if p.not_known_at]
        if asked:
            return _not_known(asked, today=today)
        return say(_("Last change %(moment)s."), moment=near(facts.updated_at, today=today))
    parcel = max(scanned, key=_last_scan_at)
    newest = next((scan for scan in parcel.scans if scan.milestone not in PAPER_ONLY), None)
    if newest is None:
        return _only_paper(parcel, today=today)
    at = newest.occurred_at
    moment = near(at, today=today, offset_known=newest.offset_known)
    city = newest.place.city or parcel.place.city
    scan = (
        say(_("Last scan %(moment)s in %(city)s."), moment=moment, city=city)
        if city
        else say(_("Last scan %(moment)s."), moment=moment)
    )
    return scan + " " + _told(parcel, scanned_at=at, today=today) if parcel.last_heard_at else scan


def _only_paper(parcel: Parcel, *, today: date) -> Markup:
    """Say what the carrier said of a parcel that nobody of theirs has seen: a label is no scan."""
    if parcel.milestone is Milestone.LABEL_CREATED:
        sentence = _("%(carrier)s has known of its label since %(moment)s and has not scanned the parcel yet.")
    else:
        sentence = _("%(carrier)s last told us something %(moment)s.")
    return say(sentence, carrier=parcel.carrier_name, moment=near(_last_scan_at(parcel), today=today))


def _not_known(parcels: list[Parcel], *, today: date) -> Markup:
    at, carrier = max((p.not_known_at, p.carrier_name) for p in parcels if p.not_known_at)
    sentence = _("%(carrier)s told us %(moment)s that it does not know the number yet.")
    return say(sentence, carrier=carrier, moment=near(at, today=today))


def _told(parcel: Parcel, *, scanned_at: datetime, today: date) -> Markup:
    heard = parcel.last_heard_at or scanned_at
    same_day = heard.date() == scanned_at.date() and heard.utcoffset() == scanned_at.utcoffset()
    moment = only_clock(heard) if same_day else near(heard, today=today)
    return say(
        _("%(carrier)s told us at %(moment)s.") if same_day else _("%(carrier)s told us %(moment)s."),
        carrier=parcel.carrier_name,
        moment=moment,
    )


def van_day(facts: StatusFacts) -> date:
    """Return the day on which the van set out with the order."""
    in_the_van = [p.last_scan_at for p in facts.parcels if p.milestone is Milestone.OUT_FOR_DELIVERY]
    return max((moment for moment in in_the_van if moment), default=facts.updated_at).date()


def heard_at(facts: StatusFacts) -> datetime:
    """Return when the newest news came."""
    heard = [parcel.last_heard_at or parcel.last_scan_at for parcel in facts.parcels]
    return max((moment for moment in heard if moment), default=facts.updated_at)


def open_parcels(facts: StatusFacts) -> list[Parcel]:
    """Return the parcels that have not arrived, as they are numbered."""
    return [parcel for parcel in facts.parcels if parcel.delivered_at is None]


def expected(facts: StatusFacts) -> str:
    """Return the days under the last word of the line, `Thu 26 – Fri 27`; empty when nobody can name them."""
    if facts.attention in NOT_COMING:
        return ""
    if facts.arrival.kind == "today":
        return formats.short_day(van_day(facts))
    window = facts.arrival.window if facts.arrival.kind == "window" else None
    return _short(window) if window else ""


def _short(window: DeliveryWindow) -> str:
    first, last = (formats.short_day(day) for day in (window.earliest, window.latest))
    return first if first == last else f"{first} – {last}"


def _last_scan_at(parcel: Parcel) -> datetime:
    if parcel.last_scan_at is None:
        raise ValueError("only parcels that were scanned are compared")
    return parcel.last_scan_at
