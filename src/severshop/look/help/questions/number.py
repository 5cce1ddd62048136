"""Why a tracking number does not work yet."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from severshop.look.help.answers import (
    Act,
    Answer,
    Part,
    Said,
    Source,
    answered_by,
    ask_us,
    at_carrier,
    find_order,
    part_of,
    place_of,
    plain,
    see_status,
)
from severshop.look.help.order import OrderInHand, ParcelInHand, Terms
from severshop.look.help.states import NOT_LEFT, NOT_SEEN, State
from severshop.vocabulary.statuses import OrderStatus

OURS_TO_CLEAR_UP = frozenset({State.FIRST_SCAN_LATE, State.NUMBER_UNKNOWN, State.VOID})


def question() -> str:
    return _("Why is my tracking number not working?")


def general(_terms: Terms) -> Answer:
    """Explain the time between the label and the first scan."""
    return Answer(
        short=plain(_("A number exists from the label on. The carrier shows something only from its first scan on.")),
        parts=(
            Part(
                sentences=(
                    plain(_("We print the label when we pack. Until the carrier scans it, its page may know nothing.")),
                    plain(_("The page of your order says by when the first scan should have happened.")),
                    plain(_("If that moment has passed, write to us: then it is ours to clear up with the carrier.")),
                )
            ),
        ),
        acts=(find_order(), ask_us()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say what each parcel's number can show now, and by when more."""
    if not order.parcels:
        return _no_number(order)
    parts = tuple(part_of(parcel, _said) for parcel in order.parcels)
    return Answer(short=_short(order), parts=parts, acts=_acts(order))


def _no_number(order: OrderInHand) -> Answer:
    if order.status.status is OrderStatus.CANCELLED:
        short = _("There is no number: the order was cancelled, and no parcel of it was packed.")
        return Answer(short=plain(short), acts=(see_status(),))
    short = _("There is no number yet: it is printed when we pack.")
    by = order.due("hand_over")
    told = _("We e-mail it to you as soon as the carrier has the parcel.")
    if by:
        told = _("By %(by)s we hand the parcel to the carrier, and e-mail you its number.")
    return Answer(
        short=plain(short),
        parts=(Part(sentences=(plain(told, by=order.moment(by)) if by else plain(told),)),),
        acts=(see_status(),),
    )


def _short(order: OrderInHand) -> Markup:
    states = {parcel.state for parcel in order.parcels}
    if states & OURS_TO_CLEAR_UP:
        return plain(_("It should work by now, and does not: that is ours to clear up, not yours."))
    if states & NOT_SEEN:
        return plain(_("It is too early: the carrier has not scanned the parcel yet."))
    if states & NOT_LEFT:
        return plain(_("It is too early: the parcel has a label, and is still with us."))
    return plain(_("It works: the carrier has scanned the parcel."))


def _said(parcel: ParcelInHand) -> Said:
    state = parcel.state
    if state is State.PACKED:
        return _packed(parcel), []
    if state in NOT_SEEN:
        return _not_seen(parcel, state)
    sentences = [place_of(parcel)]
    if state is State.SILENT:
        return sentences + _quiet(parcel), _sources(parcel)
    sentences.append(parcel.say(_("The last scan under %(tracking)s was %(seen)s, %(seen_ago)s.")))
    sentences.append(
        parcel.say(
            _("If %(carrier)s shows you nothing, compare the number sign by sign, or take the link below: it is right.")
        )
    )
    return sentences, []


def _packed(parcel: ParcelInHand) -> list[Markup]:
    by = parcel.order.due("hand_over")
    sentences = [parcel.say(_("%(it)s was labelled %(labelled_ago)s, %(labelled)s, and is still in our warehouse."))]
    if by and by >= parcel.order.now:
        sentences.append(
            parcel.say(
                _("By %(by)s we hand it to %(carrier)s. The number shows something from their first scan on."),
                by=parcel.order.moment(by),
            )
        )
    elif by:
        sentences.append(
            parcel.say(
                _("It should have gone to %(carrier)s by %(by)s, and has not. We are late with it."),
                by=parcel.order.moment(by),
            )
        )
    return sentences


def _not_seen(parcel: ParcelInHand, state: State) -> Said:
    if state is State.VOID:
        told = _("%(carrier)s says that this label is no longer valid. Write to us: we find out what travels instead.")
        return [parcel.say(told), answered_by(parcel.order)], []
    labelled = _("%(it)s was labelled %(labelled_ago)s, and %(carrier)s has had it since %(given)s.")
    sentences = [parcel.say(labelled)]
    if parcel.parcel.not_known_at:
        sentences.append(parcel.say(_("%(carrier)s told us %(asked)s that it does not know the number yet.")))
    sentences += _first_scan(parcel)
    sentences += _published(parcel)
    if state in OURS_TO_CLEAR_UP:
        sentences.append(answered_by(parcel.order))
    return sentences, _sources(parcel)


def _first_scan(parcel: ParcelInHand) -> list[Markup]:
    by = parcel.scan_due
    if by is None:
        return []
    if by >= parcel.order.now:
        told = _("%(carrier)s normally shows the first scan by %(by)s.")
    else:
        told = _("%(carrier)s normally shows the first scan by %(by)s. That has passed.")
    return [parcel.say(told, by=parcel.order.moment(by))]


def _published(parcel: ParcelInHand) -> list[Markup]:
    hours = parcel.habit.known_within_hours
    if hours is None:
        return []
    told = ngettext(
        "%(carrier)s itself says that a new number can take %(n)s hour to show anything.",
        "%(carrier)s itself says that a new number can take up to %(n)s hours to show anything.",
        hours,
    )
    return [parcel.say(told, n=hours)]


def _quiet(parcel: ParcelInHand) -> list[Markup]:
    sentences = [parcel.say(_("The number is right. The last scan under it was %(seen_ago)s."))]
    if days := parcel.habit.quiet_days:
        told = ngettext(
            "%(carrier)s itself says that on a long way %(n)s day can pass between two scans.",
            "%(carrier)s itself says that on a long way up to %(n)s days can pass between two scans.",
            days,
        )
        sentences.append(parcel.say(told, n=days))
    return [*sentences, answered_by(parcel.order)]


def _sources(parcel: ParcelInHand) -> list[Source]:
    habit = parcel.habit
    if not habit.source:
        return []
    return [Source(words=_("What %(carrier)s says") % {"carrier": parcel.parcel.carrier_name}, url=habit.source)]


def _acts(order: OrderInHand) -> tuple[Act, ...]:
    troubled = [parcel for parcel in order.parcels if parcel.state in OURS_TO_CLEAR_UP | {State.SILENT}]
    links = [link for parcel in order.parcels if (link := at_carrier(parcel))]
    asks = [ask_us(parcel=parcel) for parcel in troubled]
    return (*asks, *links, see_status(), *([] if asks else [ask_us(order)]))
