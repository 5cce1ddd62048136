"""The order in hand: all that an answer may be made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from severshop.look.help.states import State, state_of
from severshop.look.status.facts import StatusFacts
from severshop.look.status.parcel_facts import Parcel
from severshop.look.status.times import near, on_day, say
from severshop.vocabulary.policies import Habit, ReturnsPolicy
from severshop.vocabulary.statuses import OrderStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """So many business days: fewest to most."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to ship: its name, its price and its days, as the checkout applies them."""

    code: str
    price_minor: int
    free_from_minor: int | None
    handling: Range
    transit: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for everybody."""

    returns: ReturnsPolicy
    answer_by: datetime
    """For what is asked now."""
    cutoff_hour: int
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    """By zone: home, union, outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderInHand:
    """An order as its page tells it, and what the shop's tables say for it. `now` is in the shop's zone."""

    status: StatusFacts
    terms: Terms
    now: datetime
    zone: str
    withdraw_until: date | None = None
    """Known once the last piece has arrived."""
    habits: Mapping[int, Habit] = field(default_factory=dict)
    """What each parcel's carrier publishes, by the parcel's position."""

    @property
    def today(self) -> date:
        """The date by the clock in which the order's moments are told."""
        return self.now.astimezone(self.status.updated_at.tzinfo).date()

    @property
    def parcels(self) -> "tuple[ParcelInHand, ...]":
        """The parcels in their order."""
        return tuple(ParcelInHand(parcel=parcel, order=self) for parcel in self.status.parcels)

    @property
    def way(self) -> Way | None:
        """How it was agreed to be sent, where that is still on offer."""
        return next(
            (way for way in self.terms.ways.get(self.zone, ()) if way.code == self.status.delivery_option), None
        )

    @property
    def is_late(self) -> bool:
        """Whether the promised days have passed and it is not all there."""
        status, promised = self.status.status, self.status.promised
        if status in {OrderStatus.DELIVERED, OrderStatus.CANCELLED} or promised is None:
            return False
        return promised.latest < self.today

    @property
    def has_unpacked(self) -> bool:
        """Whether something of it is in no parcel yet."""
        return any(item.quantity - item.cancelled > item.packed for item in self.status.items)

    def due(self, code: str, *, after: datetime | None = None) -> datetime | None:
        """Return by when a step is expected that the shop stands by: the next one of its kind after a moment's day."""
        found = (step.by for step in self.status.commitments if step.code == code)
        return min(
            (by for by in found if after is None or by.date() > after.astimezone(by.tzinfo).date()), default=None
        )

    def moment(self, value: datetime) -> Markup:
        """Return a moment as a sentence names it."""
        return near(value, today=self.today)

    def ago(self, value: datetime) -> str:
        """`9 hours ago`."""
        return ago(value, now=self.now)

    def words(self, **more: object) -> dict[str, object]:
        """Return the names that sentences about the whole order use."""
        return {
            "to": self.status.destination.city,
            "number": self.status.number,
            "answer_by": self.moment(self.terms.answer_by),
            **more,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelInHand:
    """A parcel of the order in hand."""

    parcel: Parcel
    order: OrderInHand

    @property
    def state(self) -> State:
        return state_of(self.parcel, now=self.order.now)

    @property
    def habit(self) -> Habit:
        return self.order.habits.get(self.parcel.position, Habit())

    @property
    def scan_due(self) -> datetime | None:
        """By when the carrier should scan it for the first time."""
        given = self.parcel.handed_over_at
        return self.order.due("first_scan", after=given) if given else None

    @property
    def name(self) -> str:
        """What it is called: by its number when there are several."""
        if self.order.status.parcels_total > 1:
            return _("Parcel %(number)s") % {"number": self.parcel.position}
        return _("Your parcel")

    def say(self, sentence: str, **more: object) -> Markup:
        """Return a sentence about the parcel with its facts put in."""
        return say(sentence, **self.words(), **more)

    def words(self) -> dict[str, object]:
        """Return the names that sentences about a parcel use."""
        parcel, order = self.parcel, self.order
        facts: dict[str, object] = {
            **order.words(),
            "it": self.name,
            "carrier": parcel.carrier_name,
            "tracking": parcel.tracking_number,
            "city": parcel.place.city or _("an unnamed place"),
        }
        for name, value in (
            ("labelled", parcel.packed_at),
            ("given", parcel.handed_over_at),
            ("seen", parcel.last_scan_at),
            ("asked", parcel.not_known_at),
            ("arrived", parcel.delivered_at),
        ):
            facts[name] = order.moment(value) if value else ""
            facts[f"{name}_ago"] = order.ago(value) if value else ""
        return facts


def ago(value: datetime, *, now: datetime) -> str:
    """Return how long ago a moment is, in the largest unit that is true: `9 hours ago`."""
    minutes = max(int((now - value).total_seconds()) // 60, 0)
    if minutes < 1:
        return _("just now")
    hours, days = minutes // 60, minutes // (60 * 24)
    if days:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    if hours:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}


def named_day(value: date) -> Markup:
    """Return a day as a sentence names it: `Fri 27 November`."""
    return on_day(value)
