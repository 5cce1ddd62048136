"""What holds when an order is late."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look import formats
from severshop.look.help.answers import (
    Act,
    Answer,
    Part,
    Said,
    Source,
    answered_by,
    ask_us,
    find_order,
    part_of,
    place_of,
    plain,
    see_status,
)
from severshop.look.help.order import OrderInHand, ParcelInHand, Terms, named_day
from severshop.look.help.policies import law
from severshop.look.help.states import NOT_COMING, State
from severshop.look.status.sentences import is_searched
from severshop.vocabulary.policies import Claim
from severshop.vocabulary.statuses import OrderStatus

TROUBLED = NOT_COMING | {
    State.SILENT,
    State.FIRST_SCAN_LATE,
    State.NUMBER_UNKNOWN,
    State.VOID,
    State.ACTION,
    State.CUSTOMS_ASKS,
}
"""What a person should look at, whatever the promised day says."""


def question() -> str:
    return _("What if my order is delayed?")


def general(terms: Terms) -> Answer:
    """Say what we do, and what the law lets a shopper do."""
    return Answer(
        short=plain(
            _("Write to us from the page of your order: a person asks the carrier and tells you what is next.")
        ),
        parts=(
            Part(
                sentences=(
                    plain(_("The page says so as soon as the promised days have passed, and why where we know it.")),
                    right(terms),
                ),
                sources=late_sources(terms),
            ),
        ),
        acts=(find_order(), ask_us()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say whether it is late, why as far as anybody knows, and what to do."""
    status = order.status.status
    if status is OrderStatus.CANCELLED:
        return Answer(short=plain(_("It is not coming: the order was cancelled.")), acts=(see_status(), ask_us(order)))
    if status is OrderStatus.DELIVERED:
        short = _("It is not under way any more: everything was delivered.")
        return Answer(short=plain(short), parts=_parts(order), acts=(see_status(), ask_us(order)))
    rest = Part(sentences=tuple(_after(order)), sources=late_sources(order.terms) if order.is_late else ())
    return Answer(short=_short(order), parts=(*_parts(order), rest), acts=_acts(order))


def right(terms: Terms) -> Markup:
    """Say what the law gives a shopper whose order is late."""
    told = _(
        "You may set us one more date that is reasonable. If we miss that too, you can call the order off"
        " and get your money back. Where no date was agreed, the law allows %(days)s days."
    )
    return plain(told, days=terms.returns.latest_delivery_days)


def late_sources(terms: Terms) -> tuple[Source, ...]:
    """Return the law behind it, where one is known."""
    source = terms.returns.sources.get(Claim.LATE)
    return (Source(words=law(source), url=source.url),) if source else ()


def _short(order: OrderInHand) -> Markup:
    return _foreseen(order) or _as_promised(order)


def _foreseen(order: OrderInHand) -> Markup | None:
    """Return what the watch says, where it says more than the calendar."""
    arrival, promised = order.status.arrival, order.status.promised
    if is_searched(order.status):
        return plain(_("Nobody has seen it for too long, so we are having it looked for."))
    if order.status.delay is None or arrival.window is None or promised is None:
        return None
    if arrival.window.latest <= max(promised.latest, order.today):
        return None
    told = _("It comes later than promised: we now expect it %(days)s. We are sorry.")
    return plain(told, days=formats.days(arrival.window))


def _as_promised(order: OrderInHand) -> Markup:
    promised = order.status.promised
    if order.is_late and promised:
        told = _("It is late: it was promised until %(day)s. We are sorry.")
        return plain(told, day=named_day(promised.latest))
    if any(parcel.state in NOT_COMING for parcel in order.parcels):
        return plain(_("Something happened to it on its way. That is ours to put right."))
    if promised is None:
        return plain(_("No day was agreed for it, so we cannot call it late. You can ask us all the same."))
    if any(parcel.state is State.DELAYED for parcel in order.parcels):
        told = _("It is held up, and not late yet: it is promised until %(day)s.")
        return plain(told, day=named_day(promised.latest))
    return plain(_("It is not late: it is promised until %(day)s."), day=named_day(promised.latest))


def _parts(order: OrderInHand) -> tuple[Part, ...]:
    return tuple(part_of(parcel, _said) for parcel in order.parcels)


def _said(parcel: ParcelInHand) -> Said:
    sentences = [place_of(parcel)]
    extra = {
        State.SILENT: _("The last that anybody told us of it was %(seen_ago)s."),
        State.FIRST_SCAN_LATE: _("It was labelled %(labelled_ago)s and never scanned. That is not as it should be."),
        State.NUMBER_UNKNOWN: _("It was labelled %(labelled_ago)s and never scanned. That is not as it should be."),
        State.CUSTOMS: _("How long customs takes is not ours to say. It moves on as soon as they let it go."),
        State.CUSTOMS_ASKS: _("It does not move on by itself: write to us, and we settle it with customs."),
        State.MISSED: _("When %(carrier)s comes again we do not know yet. It stands on the page once they say."),
        State.PICKUP: _("It waits for you: nothing more comes to your door."),
        State.ACTION: _("It does not move on by itself: write to us, and we settle it with %(carrier)s."),
    }.get(parcel.state)
    return ([*sentences, parcel.say(extra)] if extra else sentences), []


def _after(order: OrderInHand) -> list[Markup]:
    if order.is_late:
        return [answered_by(order), right(order.terms)]
    if any(parcel.state in TROUBLED for parcel in order.parcels):
        return [answered_by(order)]
    if any(parcel.state is State.PICKUP for parcel in order.parcels):
        return []
    return [plain(_("If it is not there by then, write to us: a person looks into it with the carrier."))]


def _acts(order: OrderInHand) -> tuple[Act, ...]:
    troubled = [parcel for parcel in order.parcels if parcel.state in TROUBLED]
    asks = [ask_us(parcel=parcel) for parcel in troubled] or ([ask_us(order)] if order.is_late else [])
    return (*asks, see_status())
