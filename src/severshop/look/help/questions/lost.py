"""What to do about a parcel that is lost."""

from collections.abc import Iterator

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
    say_what_went_wrong,
    see_status,
)
from severshop.look.help.order import OrderInHand, ParcelInHand, Terms
from severshop.look.help.policies import law
from severshop.look.help.states import COMING_BACK, NOT_SEEN, State
from severshop.look.status.sentences import is_searched
from severshop.vocabulary.policies import Claim
from severshop.vocabulary.statuses import OrderStatus


def question() -> str:
    return _("What should I do if my package is lost?")


def general(terms: Terms) -> Answer:
    """Say who bears it, and what happens."""
    return Answer(
        short=plain(
            _("Write to us from the page of your order. Until it is in your hands the risk is ours, not yours.")
        ),
        parts=(
            Part(
                sentences=(
                    plain(_("A person has the carrier look for it, with the order and its numbers at hand.")),
                    plain(_("If it stays lost, you choose: it is sent again where we have it, or you get your money.")),
                    plain(
                        _("If it is said to be delivered and is not there, first ask your neighbours and household.")
                    ),
                ),
                sources=_sources(terms),
            ),
        ),
        acts=(find_order(), ask_us()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say of each parcel whether it is lost, as far as anybody knows."""
    if not order.parcels:
        cancelled = order.status.status is OrderStatus.CANCELLED
        short = _("There is no parcel: the order was cancelled.") if cancelled else _("It has not left us yet.")
        return Answer(short=plain(short), acts=(see_status(),))
    is_lost = any(parcel.state in {State.LOST, State.DAMAGED} for parcel in order.parcels)
    parts = tuple(part_of(parcel, _said) for parcel in order.parcels)
    if is_lost:
        parts = (*parts, Part(sentences=(_risk(), answered_by(order)), sources=_sources(order.terms)))
    elif is_searched(order.status):
        parts = (*parts, Part(sentences=(*_search(order), _risk()), sources=_sources(order.terms)))
    return Answer(short=_short(order), parts=parts, acts=_acts(order))


def _short(order: OrderInHand) -> Markup:
    states = {parcel.state for parcel in order.parcels}
    if is_searched(order.status) and not states & {State.LOST, State.DAMAGED}:
        return plain(_("Nobody has seen it for too long, so we are having it looked for. You need not do anything."))
    if states == {State.DELIVERED}:
        return plain(_("The carrier says that it was delivered. If it is not with you, tell us."))
    worst = next((among for among in _shorts() if states & among), None)
    return plain(_shorts()[worst] if worst else _("Nothing says that it is lost."))


def _shorts() -> dict[frozenset[State], str]:
    """Return the sentences that settle it, the worst state first."""
    again = _("It is lost. That is ours to mend: say whether you want it again or your money back.")
    mend = _("It was damaged. That is ours to mend: say whether you want it again or your money back.")
    return {
        frozenset({State.LOST}): again,
        frozenset({State.DAMAGED}): mend,
        frozenset({State.SILENT}): _("We do not know yet. The carrier has been silent, and we can have it looked for."),
        frozenset({State.FIRST_SCAN_LATE, State.NUMBER_UNKNOWN, State.VOID}): _(
            "We do not know yet. It was never scanned, and we are the ones to ask the carrier why."
        ),
        COMING_BACK: _("It is not lost: it comes back to us. Tell us how to go on."),
    }


def _said(parcel: ParcelInHand) -> Said:
    state = parcel.state
    sentences = [place_of(parcel)]
    if state is State.DELIVERED:
        sentences.append(parcel.say(_("%(carrier)s noted that %(arrived)s, %(arrived_ago)s.")))
        sentences.append(
            parcel.say(_("Look where parcels are usually left, and ask neighbours and whoever lives with you."))
        )
        sentences.append(parcel.say(_("If it stays missing, write to us: we ask %(carrier)s for its proof.")))
        return sentences, []
    if state is State.SILENT or (state in NOT_SEEN and state not in {State.FIRST_SCAN, State.NUMBER_NEW}):
        sentences.append(answered_by(parcel.order))
        if parcel.habit.sender_asks:
            told = _("%(carrier)s only looks for a parcel when its sender asks. We do, when you write.")
            name = _("What %(carrier)s says") % {"carrier": parcel.parcel.carrier_name}
            return [*sentences, parcel.say(told)], [Source(words=name, url=parcel.habit.source)]
    if state is State.CUSTOMS:
        sentences.append(parcel.say(_("Customs holds no parcel for ever: it lets it go, or asks for something.")))
    if state is State.MOVING:
        sentences.append(parcel.say(_("The last scan was %(seen)s, %(seen_ago)s.")))
    return sentences, []


def _search(order: OrderInHand) -> Iterator[Markup]:
    """Say since when a parcel is looked for, and from when its shopper may choose."""
    delay = order.status.delay
    if delay and delay.investigated_since:
        yield plain(_("We have had it looked for since %(day)s."), day=formats.day(delay.investigated_since.date()))
    if delay and delay.offered_at:
        yield plain(_("It is your choice now: it is sent again, or you get your money back."))
    elif delay and delay.choose_from:
        sentence = _("If it has not turned up by %(day)s, you choose from then on: again, or your money back.")
        yield plain(sentence, day=formats.day(delay.choose_from))


def _risk() -> Markup:
    return plain(_("Until it is in your hands the risk is ours. You need not chase the carrier."))


def _sources(terms: Terms) -> tuple[Source, ...]:
    source = terms.returns.sources.get(Claim.LOST)
    return (Source(words=law(source), url=source.url),) if source else ()


def _acts(order: OrderInHand) -> tuple[Act, ...]:
    calm = {State.PACKED, State.FIRST_SCAN, State.NUMBER_NEW, State.MOVING, State.IN_THE_VAN, State.CUSTOMS}
    troubled = [parcel for parcel in order.parcels if parcel.state not in calm]
    delay = order.status.delay
    can_say = any(parcel.state in {State.LOST, State.DAMAGED, State.DELIVERED} for parcel in troubled)
    here = (say_what_went_wrong(),) if can_say or (delay and delay.offered_at) else ()
    return (*here, *(ask_us(parcel=parcel) for parcel in troubled), see_status())
