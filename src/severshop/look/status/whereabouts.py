"""Where a parcel is, in one sentence, and honestly when nobody knows."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from severshop.look.status.facts import StatusFacts
from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.scans import scan_words
from severshop.look.status.sentences import open_parcels
from severshop.look.status.times import near, say
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import OrderStatus

WAITED_LONG = timedelta(hours=24)
"""From here on a parcel that nobody scanned is spoken of as waiting, not as just gone."""
SILENT = timedelta(hours=48)
"""From here on a parcel on the road counts as unseen."""


def lead(facts: StatusFacts, *, now: datetime, today: date) -> Markup:
    """Where the order is, in one sentence; two when it travels in several parcels."""
    if facts.status is OrderStatus.CANCELLED:
        return say(_("Nothing of it will be sent. If you did not expect this, write to us."))
    waiting = open_parcels(facts)
    if not facts.parcels or (not waiting and facts.status is not OrderStatus.DELIVERED):
        return _in_the_warehouse(facts)
    parcel = waiting[0] if waiting else facts.parcels[-1]
    sentence = where(parcel, facts, now=now, today=today)
    if any(item.quantity - item.cancelled > item.packed for item in facts.items):
        sentence += " " + say(_("The rest is still being packed."))
    return _count(facts) + " " + sentence if facts.parcels_total > 1 else sentence


def _in_the_warehouse(facts: StatusFacts) -> Markup:
    if facts.parcels_delivered:
        return _count(facts) + " " + say(_("The rest is still being packed."))
    if facts.status is OrderStatus.RECEIVED:
        return say(_("It waits for its turn in our warehouse."))
    return say(_("It is in our warehouse, where your things are being picked and packed."))


def _count(facts: StatusFacts) -> Markup:
    if not facts.parcels_delivered:
        sentence = _("It travels in %(total)s parcels.")
    elif facts.parcels_delivered == facts.parcels_total:
        sentence = _("All %(total)s parcels have arrived.")
    else:
        sentence = ngettext(
            "%(delivered)s of %(total)s parcels has arrived.",
            "%(delivered)s of %(total)s parcels have arrived.",
            facts.parcels_delivered,
        )
    return say(sentence, total=facts.parcels_total, delivered=facts.parcels_delivered)


def where(parcel: Parcel, facts: StatusFacts, *, now: datetime, today: date) -> Markup:
    """Where one parcel is. It is called by its number when there are several."""
    several = facts.parcels_total > 1
    words = {
        "it": _("Parcel %(number)s") % {"number": parcel.position} if several else _("Your parcel"),
        "carrier": parcel.carrier_name,
        "city": parcel.place.city or _("an unnamed place"),
        "to": facts.destination.city,
    }
    if parcel.milestone in {Milestone.LABEL_CREATED, Milestone.NOT_YET_KNOWN, Milestone.NUMBER_INVALID}:
        return _before_the_first_scan(parcel, words, now=now, today=today)
    if parcel.milestone in {Milestone.IN_TRANSIT, Milestone.ACCEPTED} and _silent(parcel, now=now):
        return _silence(parcel, words, today=today)
    if parcel.milestone is Milestone.DELIVERED:
        return _delivered(parcel, words)
    if parcel.milestone is Milestone.OUT_FOR_DELIVERY:
        return _in_the_van(parcel, words, today=today)
    sentence = _moving(parcel) or _standing(parcel)
    if sentence:
        return say(sentence, **words)
    return _as_scanned(parcel, today=today)


def _before_the_first_scan(parcel: Parcel, words: dict[str, str], *, now: datetime, today: date) -> Markup:
    if parcel.handed_over_at is None:
        return _not_handed_over(parcel, words, now=now, today=today)
    moment = near(parcel.handed_over_at, today=today)
    return say(_handed_over(parcel, is_new=now - parcel.handed_over_at < WAITED_LONG), moment=moment, **words)


def _not_handed_over(parcel: Parcel, words: dict[str, str], *, now: datetime, today: date) -> Markup:
    if parcel.packed_at and now - parcel.packed_at >= WAITED_LONG:
        moment = near(parcel.packed_at, today=today)
        return say(_("%(it)s is packed and has been waiting for %(carrier)s since %(moment)s."), moment=moment, **words)
    return say(_("%(it)s is packed and waits in our warehouse for %(carrier)s to collect it."), **words)


def _handed_over(parcel: Parcel, *, is_new: bool) -> str:
    """Return what is known of a parcel that was given away and never scanned: paper is never a journey."""
    if parcel.not_known_at or parcel.milestone is Milestone.NUMBER_INVALID:
        if is_new:
            return _("%(carrier)s collected it %(moment)s and does not know its number yet. That can take a day.")
        return _("We gave it to %(carrier)s %(moment)s, and they still do not know its number.")
    if is_new:
        return _("%(carrier)s collected it %(moment)s. The first scan follows at their depot.")
    if parcel.milestone is Milestone.LABEL_CREATED:
        return _("%(carrier)s has had it since %(moment)s and has not scanned it yet.")
    return _("%(carrier)s has had it since %(moment)s and has not said a word about it yet.")


def _silent(parcel: Parcel, *, now: datetime) -> bool:
    return parcel.last_scan_at is not None and now - parcel.last_scan_at >= SILENT


def _silence(parcel: Parcel, words: dict[str, str], *, today: date) -> Markup:
    moment = near(parcel.last_scan_at, today=today) if parcel.last_scan_at else ""
    if parcel.place.city:
        return say(
            _("%(it)s was last seen %(moment)s in %(city)s. %(carrier)s has been silent since."), moment=moment, **words
        )
    return say(_("%(it)s was last seen %(moment)s. %(carrier)s has been silent since."), moment=moment, **words)


def _delivered(parcel: Parcel, words: dict[str, str]) -> Markup:
    sentence = {
        Reason.HANDED_OVER: _("%(carrier)s handed it over at the door in %(to)s."),
        Reason.LETTER_BOX: _("%(carrier)s left it in the letter box in %(to)s."),
        Reason.SAFE_PLACE: _("%(carrier)s left it in a safe place at the address in %(to)s."),
        Reason.NEIGHBOUR: _("%(carrier)s left it with a neighbour in %(to)s."),
        Reason.PICKUP_POINT: _("It was collected from the pickup point in %(to)s."),
    }.get(parcel.reason, _("%(carrier)s says that it was delivered in %(to)s."))
    return say(sentence, **words)


def _in_the_van(parcel: Parcel, words: dict[str, str], *, today: date) -> Markup:
    if parcel.last_scan_at and parcel.last_scan_at.date() < today:
        moment = near(parcel.last_scan_at, today=today)
        return say(
            _("%(it)s went into the van %(moment)s. We have not heard that it was delivered."), moment=moment, **words
        )
    return say(_("%(it)s is in the van, on its round in %(city)s."), **words)


def _moving(parcel: Parcel) -> str | None:
    city = bool(parcel.place.city)
    if parcel.milestone is Milestone.ACCEPTED:
        return _("%(carrier)s took it over in %(city)s.") if city else _("%(carrier)s has taken it over.")
    if parcel.milestone is not Milestone.IN_TRANSIT:
        return None
    if not city:
        return _("%(it)s is on the road to %(to)s.")
    return {
        Reason.ARRIVED: _("%(it)s is at the sorting centre in %(city)s, on its way to %(to)s."),
        Reason.DEPARTED: _("%(it)s has left %(city)s and is on the road to %(to)s."),
        Reason.DESTINATION_COUNTRY: _("%(it)s has reached its country and is in %(city)s."),
    }.get(parcel.reason, _("%(it)s is on the road to %(to)s, last seen in %(city)s."))


def _standing(parcel: Parcel) -> str | None:
    return {
        (Milestone.CUSTOMS, Reason.CLEARED): _("Customs has let it go; it travels on to %(to)s."),
        (Milestone.CUSTOMS, Reason.HELD): _("Customs in %(city)s is holding it."),
        (Milestone.CUSTOMS, Reason.INSPECTION): _("Customs in %(city)s is inspecting it."),
        (Milestone.CUSTOMS, Reason.DOCUMENTS): _("Customs in %(city)s asks for documents before it lets it go."),
        (Milestone.CUSTOMS, Reason.PAYMENT): _("Customs in %(city)s asks for a payment before it lets it go."),
        (Milestone.CUSTOMS, Reason.NONE): _("%(it)s is at customs in %(city)s."),
        (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME): _(
            "%(carrier)s came to the door in %(city)s and nobody was there."
        ),
        (Milestone.ATTEMPT_FAILED, Reason.CLOSED): _("%(carrier)s came and found the place closed."),
        (Milestone.ATTEMPT_FAILED, Reason.ADDRESS): _("%(carrier)s is in %(city)s and cannot find the address."),
        (Milestone.ATTEMPT_FAILED, Reason.NONE): _("%(carrier)s tried to deliver it in %(city)s and could not."),
        (Milestone.PICKUP_READY, parcel.reason): _("It lies at the pickup point of %(carrier)s in %(city)s for you."),
        (Milestone.DELAYED, Reason.WEATHER): _("The weather holds it up; it was last seen in %(city)s."),
        (Milestone.DELAYED, Reason.VOLUME): _("Too many parcels hold it up; it was last seen in %(city)s."),
        (Milestone.DELAYED, Reason.MECHANICAL): _("A breakdown holds it up; it was last seen in %(city)s."),
        (Milestone.DELAYED, Reason.MISSORTED): _("It was sent the wrong way to %(city)s and is being turned round."),
        (Milestone.DELAYED, Reason.LATE_FLIGHT): _("A late flight holds it up; it was last seen in %(city)s."),
        (Milestone.DELAYED, Reason.NONE): _("%(carrier)s reports a delay; it was last seen in %(city)s."),
        (Milestone.ACTION_REQUIRED, Reason.ADDRESS): _("%(carrier)s has it in %(city)s and needs a better address."),
        (Milestone.ACTION_REQUIRED, Reason.PAYMENT): _("%(carrier)s has it in %(city)s and asks for a payment."),
        (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS): _("%(carrier)s has it in %(city)s and asks for documents."),
        (Milestone.REFUSED, parcel.reason): _("It was refused at the door in %(to)s and comes back to us."),
        (Milestone.DAMAGED, parcel.reason): _("%(carrier)s reports damage; it was last seen in %(city)s."),
        (Milestone.LOST, parcel.reason): _("%(carrier)s cannot find it; it was last seen in %(city)s."),
        (Milestone.RETURNING, parcel.reason): _("%(carrier)s is bringing it back to us; it was last seen in %(city)s."),
        (Milestone.RETURNED, parcel.reason): _("It is back at our warehouse."),
    }.get((parcel.milestone, parcel.reason))


def _as_scanned(parcel: Parcel, *, today: date) -> Markup:
    line = scan_words(parcel.milestone, parcel.reason, carrier=parcel.carrier_name)
    if parcel.last_scan_at:
        return say(_("%(line)s, %(moment)s."), line=line, moment=near(parcel.last_scan_at, today=today))
    return say(_("%(line)s."), line=line)
