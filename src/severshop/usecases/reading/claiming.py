"""Claims as their shopper sees them: what of each parcel can be claimed, what that would give, what was claimed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.claims.queries import photo
from severshop.domain.claims.rules import WHOLE, decides_itself, late_from, why_not
from severshop.domain.inventory.queries import available, is_counted_here
from severshop.domain.orders.models import Order
from severshop.domain.orders.queries import LineCard
from severshop.domain.payments.books import paid_with
from severshop.domain.payments.refunds import RefundState, back_by
from severshop.infra.links import link_token
from severshop.usecases.claiming.amounts import parts_for
from severshop.usecases.claiming.facts import Situation, policy_for, remedies_for, situations
from severshop.usecases.refresh_status import shop_zone
from severshop.usecases.status.claims import ClaimStory, claims_json
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.status.parcels import HOW
from severshop.vocabulary.claiming import ClaimKind, WhyNotNow
from severshop.vocabulary.milestones import Reason
from severshop.vocabulary.policies import ClaimsPolicy, Remedy

OF_THE_PARCEL = frozenset({WhyNotNow.NOT_SHIPPED, WhyNotNow.CLAIM_OPEN, WhyNotNow.NOTHING_LEFT})
"""Reasons for which nothing at all can be claimed of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Units of an order line."""

    card: LineCard
    count: int

    @property
    def title(self) -> str:
        """Return the name with its variant."""
        return ", ".join(part for part in (self.card.name, self.card.variant) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimable:
    """Something that can go wrong; `why_not` is why it cannot be claimed now, `day` from or until when it can."""

    kind: ClaimKind
    why_not: WhyNotNow | None
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimParcel:
    """A parcel as the page shows it. `left` is what can still be claimed of it; days are the warehouse's."""

    position: int
    carrier: str
    number: str
    delivered_on: date | None
    how: Reason
    """How it was delivered, where the carrier says so."""
    city: str
    left: tuple[Piece, ...]
    kinds: tuple[Claimable, ...]
    is_offered: bool
    """The shop itself offers the choice."""

    @property
    def possible(self) -> tuple[Claimable, ...]:
        """Return what can be claimed now."""
        return tuple(one for one in self.kinds if one.why_not is None)

    @property
    def why_nothing(self) -> WhyNotNow | None:
        """Return why nothing at all can be claimed of it; None where something can, or will."""
        return next((one.why_not for one in self.kinds if one.why_not in OF_THE_PARCEL), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim with its pieces; `public` is what the order's page says of it."""

    story: ClaimStory
    public: Mapping[str, object]
    pieces: tuple[Piece, ...]
    replacement_token: str
    """The link of the order that is sent instead; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """An order as its page for what went wrong shows it. Amounts in minor units of `currency`."""

    parcels: tuple[ClaimParcel, ...]
    claims: tuple[ShownClaim, ...]
    """The newest first."""
    policy: ClaimsPolicy
    currency: str
    card: str
    """The card that was paid with, such as `Visa 4242`; empty where nothing was paid here."""
    is_paid_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """What the form for one claim shows. `amount_minor` is what a refund of all that is left would pay back."""

    parcel: ClaimParcel
    kind: ClaimKind
    names_pieces: bool
    """The shopper says which pieces it is about."""
    remedies: tuple[Remedy, ...]
    amount_minor: int
    back_on: date
    in_stock: bool
    """All that is left could be sent again now."""
    at_once: bool
    """No person has to decide it."""


def claim_view(order_id: uuid.UUID, *, today: date) -> ClaimView:
    """Return what the page shows; `today` is the date at the warehouse. Raises `LookupError` for no order."""
    story = _story(order_id, today=today)
    policy, payment = policy_for(story), paid_with(order_id)
    shown = claims_json(story.claims, zone=shop_zone())
    links = _links(story)
    return ClaimView(
        parcels=tuple(_parcel(one, story, policy=policy, today=today) for one in situations(story)),
        claims=tuple(
            ShownClaim(
                story=one,
                public=public,
                pieces=_pieces(story, one.claim.units),
                replacement_token=links.get(one.claim.replacement_id, "") if one.claim.replacement_id else "",
            )
            for one, public in reversed(list(zip(story.claims, shown, strict=True)))
        ),
        policy=policy,
        currency=Order.objects.values_list("currency", flat=True).get(pk=order_id),
        card=payment.card_hint if payment else "",
        is_paid_here=payment is not None,
    )


def claim_form(order_id: uuid.UUID, *, parcel: int, kind: ClaimKind, today: date) -> ClaimForm | None:
    """Return what the form shows; None where this cannot be claimed now, or there is no such parcel."""
    story = _story(order_id, today=today)
    where = next((one for one in situations(story) if one.own.parcel.position == parcel), None)
    if where is None:
        return None
    policy = policy_for(story)
    shown = _parcel(where, story, policy=policy, today=today)
    if kind not in {one.kind for one in shown.possible}:
        return None
    amount = sum(part.amount_minor for part in parts_for(order_id, where.now.left))
    return ClaimForm(
        parcel=shown,
        kind=kind,
        names_pieces=kind not in WHOLE,
        remedies=remedies_for(story, where.now.left, policy=policy),
        amount_minor=amount,
        back_on=back_by(RefundState.REQUESTED, day=today),
        in_stock=_in_stock(order_id, shown.left),
        at_once=decides_itself(kind, where.now, policy=policy, amount_minor=amount),
    )


def photo_of(order_id: uuid.UUID, *, photo_id: uuid.UUID) -> bytes | None:
    """Return a photo of the order's claims as a JPEG; None for another's."""
    found = photo(photo_id)
    return found.content if found and found.order_id == order_id else None


def _story(order_id: uuid.UUID, *, today: date) -> OrderStory:
    story = next(iter(tell([order_id], today=today)), None)
    if story is None:
        raise LookupError(order_id)
    return story


def _parcel(where: Situation, story: OrderStory, *, policy: ClaimsPolicy, today: date) -> ClaimParcel:
    own = where.own
    return ClaimParcel(
        position=own.parcel.position,
        carrier=carrier_name(own.parcel.carrier),
        number=own.parcel.tracking_number,
        delivered_on=where.now.delivered_on,
        how=own.stage.reason if own.stage.reason in HOW else Reason.NONE,
        city=own.stage.place.city,
        left=_pieces(story, where.now.left),
        kinds=tuple(_claimable(kind, where, policy=policy, today=today) for kind in ClaimKind),
        is_offered=where.offer is not None,
    )


def _claimable(kind: ClaimKind, where: Situation, *, policy: ClaimsPolicy, today: date) -> Claimable:
    why = why_not(kind, where.now, policy=policy, today=today)
    arrived, promised = where.now.delivered_on, where.now.promised_until
    is_absence = kind is ClaimKind.NOT_RECEIVED
    day = None
    if why is WhyNotNow.NOT_LATE_ENOUGH and promised:
        day = late_from(promised, policy=policy)
    elif why is WhyNotNow.TOO_EARLY and arrived:
        day = arrived + timedelta(days=policy.not_received_after_days)
    elif why is WhyNotNow.TOO_LATE and arrived:
        within = policy.not_received_within_days if is_absence else policy.damaged_within_days
        day = arrived + timedelta(days=within)
    return Claimable(kind=kind, why_not=why, day=day)


def _pieces(story: OrderStory, units: Mapping[int, int]) -> tuple[Piece, ...]:
    return tuple(Piece(card=line, count=units[line.position]) for line in story.order.lines if units.get(line.position))


def _links(story: OrderStory) -> dict[uuid.UUID, str]:
    ids = [one.claim.replacement_id for one in story.claims if one.claim.replacement_id]
    rows = Order.objects.filter(pk__in=ids).values_list("pk", "link_generation") if ids else ()
    return {order_id: link_token(order_id, generation=generation) for order_id, generation in rows}


def _in_stock(order_id: uuid.UUID, pieces: tuple[Piece, ...]) -> bool:
    if not is_counted_here(order_id):
        return True
    free = available([piece.card.sku for piece in pieces])
    return all(free[piece.card.sku] >= piece.count for piece in pieces)
