"""What an answer is: one sentence that settles it, what there is to know of each parcel, and what to do now."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.help.order import OrderInHand, ParcelInHand
from severshop.look.status.times import say
from severshop.look.status.whereabouts import where


class Goes(StrEnum):
    """Where an act leads. Pages make the address."""

    CONTACT = "contact"
    STATUS = "status"
    CARRIER = "carrier"
    TOPIC = "topic"
    FIND = "find"
    MY_ORDERS = "my_orders"
    SHIPPING = "shipping"
    RETURNS = "returns"
    CANCEL = "cancel"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to do now, and its consequence. `to` is a topic, a parcel's position or an address."""

    goes: Goes
    words: str
    note: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something is said that is not ours to say."""

    words: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A parcel's share of an answer, or one thought of it."""

    heading: str = ""
    sentences: tuple[Markup, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`short` settles the question; the rest explains it."""

    short: Markup
    parts: tuple[Part, ...] = ()
    acts: tuple[Act, ...] = ()


type Said = tuple[list[Markup], list[Source]]


def part_of(parcel: ParcelInHand, said: Callable[[ParcelInHand], Said]) -> Part:
    """Return a parcel's share of an answer, under its number where there are several."""
    sentences, sources = said(parcel)
    several = parcel.order.status.parcels_total > 1
    words = {"number": parcel.parcel.position, "total": parcel.order.status.parcels_total}
    heading = _("Parcel %(number)s of %(total)s") % words if several else ""
    return Part(heading=heading, sentences=tuple(sentences), sources=tuple(sources))


def place_of(parcel: ParcelInHand) -> Markup:
    """Return where a parcel is, in the sentence of its page."""
    order = parcel.order
    return where(parcel.parcel, order.status, now=order.now, today=order.today)


def ask_us(order: OrderInHand | None = None, *, parcel: ParcelInHand | None = None) -> Act:
    """Offer to write to us: with the order, and the parcel, already attached."""
    if parcel is not None and parcel.order.status.parcels_total > 1:
        note = _("%(it)s and its number are attached") % {"it": parcel.name}
        return Act(goes=Goes.CONTACT, words=_("Write to us"), note=note, to=str(parcel.parcel.position))
    to = str(parcel.parcel.position) if parcel else ""
    if order is None and parcel is None:
        return Act(goes=Goes.CONTACT, words=_("Write to us"), note=_("A person answers"))
    return Act(goes=Goes.CONTACT, words=_("Write to us"), note=_("Your order and its numbers are attached"), to=to)


def see_status() -> Act:
    return Act(goes=Goes.STATUS, words=_("See where it is"), note=_("the page of your order"))


def cancel_it() -> Act:
    note = _("all of it or a part; we ask for a code, once in this browser")
    return Act(goes=Goes.CANCEL, words=_("Cancel it"), note=note)


def say_what_went_wrong() -> Act:
    note = _("a refund, or the same once more; we ask for a code, once in this browser")
    return Act(goes=Goes.CLAIM, words=_("Say what went wrong"), note=note)


def see_cancellation() -> Act:
    return Act(goes=Goes.CANCEL, words=_("See your cancellation"), note=_("what became of it, and where your money is"))


def find_order() -> Act:
    return Act(goes=Goes.FIND, words=_("Find my order"), note=_("with its number and your e-mail address"))


def my_orders() -> Act:
    return Act(goes=Goes.MY_ORDERS, words=_("My Orders"), note=_("everything you ordered, when you are signed in"))


def read_shipping() -> Act:
    return Act(goes=Goes.SHIPPING, words=_("Shipping"), note=_("countries, prices, days"))


def read_returns() -> Act:
    return Act(goes=Goes.RETURNS, words=_("Returns"), note=_("how long, who pays, what the law says"))


def ask_topic(slug: str, words: str) -> Act:
    return Act(goes=Goes.TOPIC, words=words, to=slug)


def at_carrier(parcel: ParcelInHand) -> Act | None:
    """Offer the carrier's own page of a parcel."""
    own = parcel.parcel
    if not own.carrier_url:
        return None
    words = _("See it at %(carrier)s") % {"carrier": own.carrier_name}
    return Act(goes=Goes.CARRIER, words=words, note=own.tracking_number, to=own.carrier_url)


def answered_by(order: OrderInHand) -> Markup:
    """Say by when a person answers."""
    return say(_("If you write to us now, a person answers by %(answer_by)s."), **order.words())


def plain(sentence: str, **facts: object) -> Markup:
    """Return a sentence, with its facts put in where it has any."""
    return say(sentence, **facts) if facts else Markup("{}").format(sentence)
