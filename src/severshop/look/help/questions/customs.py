"""What customs means for an order."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.help.answers import (
    Answer,
    Part,
    Said,
    answered_by,
    ask_us,
    part_of,
    place_of,
    plain,
    read_shipping,
    see_status,
)
from severshop.look.help.order import OrderInHand, ParcelInHand, Terms
from severshop.look.help.states import State

OUTSIDE = "outside"


def question() -> str:
    return _("What about customs?")


def general(_terms: Terms) -> Answer:
    """Say where there is customs, and what it means."""
    return Answer(
        short=plain(_("Within the customs union there is none. Beyond it, the days that you see count customs in.")),
        parts=(
            Part(
                sentences=(
                    plain(
                        _("The papers are on the parcel; you need not do anything unless we or the carrier ask you.")
                    ),
                    plain(
                        _("All prices contain the VAT of your country. If somebody asks for money, write to us first.")
                    ),
                )
            ),
        ),
        acts=(read_shipping(), ask_us()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say whether it passes customs, and how it stands there."""
    if order.zone != OUTSIDE:
        told = plain(_("None: your parcel stays within the customs union on its way to %(to)s."), **order.words())
        return Answer(short=told, acts=(see_status(),))
    parts = tuple(part_of(parcel, _said) for parcel in order.parcels)
    rest = Part(sentences=(_money(),))
    asks = [ask_us(parcel=parcel) for parcel in order.parcels if parcel.state in {State.CUSTOMS, State.CUSTOMS_ASKS}]
    return Answer(short=_short(order), parts=(*parts, rest), acts=(*asks, see_status()))


def _short(order: OrderInHand) -> Markup:
    states = {parcel.state for parcel in order.parcels}
    if State.CUSTOMS_ASKS in states:
        return plain(_("Customs asks for something. Write to us, and we settle it together."))
    if State.CUSTOMS in states:
        return plain(_("It is at customs. You need not do anything unless somebody asks you."))
    if states == {State.DELIVERED}:
        return plain(_("It has passed customs: it was delivered."))
    return plain(_("On its way to %(to)s it passes customs. The papers are on the parcel."), **order.words())


def _said(parcel: ParcelInHand) -> Said:
    sentences = [place_of(parcel)]
    if parcel.state in {State.CUSTOMS, State.CUSTOMS_ASKS}:
        sentences.append(parcel.say(_("The last word from there is of %(seen)s, %(seen_ago)s.")))
    if parcel.state is State.CUSTOMS_ASKS:
        sentences.append(answered_by(parcel.order))
    return sentences, []


def _money() -> Markup:
    return plain(
        _("The VAT is in the price that you paid. If somebody asks you for money, write to us before you pay.")
    )
