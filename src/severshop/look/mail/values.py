"""What a mail is made of: frozen values, no tables."""

from dataclasses import dataclass
from datetime import datetime

from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """An article and how many of it. `unit_minor` contains the tax."""

    position: int
    name: str
    variant: str
    tint: str
    quantity: int
    unit_minor: int

    @property
    def sum_minor(self) -> int:
        return self.unit_minor * self.quantity

    @property
    def title(self) -> str:
        """Return the name with its variant: `Strada Runner, Rust, EU 42`."""
        return ", ".join(part for part in (self.name, self.variant) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """Where the parcel goes, as it is written on it."""

    name: str
    company: str
    street: str
    extra: str
    postal_code: str
    city: str
    region: str
    country: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the address line by line, without the country."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        return tuple(part for part in (self.name, self.company, self.street, self.extra, town, self.region) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailParcel:
    """A parcel and what is in it. `delivered_at` carries the offset of the place."""

    position: int
    carrier: str
    tracking_number: str
    tracking_url: str
    milestone: Milestone
    reason: Reason
    delivered_at: datetime | None
    contents: tuple[MailLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailStep:
    """One of the four words, and when it came true."""

    status: OrderStatus
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOrder:
    """An order as its mails tell it. Moments carry the offset in which they are shown."""

    number: str
    placed_at: datetime
    link: str
    messages_link: str
    """Where its reader chooses what to hear, and how."""
    calendar_link: str
    """The days of delivery as a calendar entry; empty where there are none, or the reader wants none."""
    shop_url: str
    currency: str
    items_minor: int
    delivery_minor: int
    total_minor: int
    tax_minor: int
    tax_rate_bp: int
    delivery_option: str
    payment: str
    address: MailAddress
    lines: tuple[MailLine, ...]
    parcels: tuple[MailParcel, ...]
    status: OrderStatus
    steps: tuple[MailStep, ...]
    arrival: str
    """The status page's word: window, today, late, pickup, delivered, none."""
    window: DeliveryWindow | None
    pages_link: str = ""
    """Under which the order's pages lie; ends in a slash."""
    stands_in_for: str = ""
    """The number of the order whose pieces it makes good, or is exchanged for; empty for one that was bought."""
    unsubscribe_link: str = ""
    """Where the mails that are not owed can be ended; empty in one that is."""

    def parcel(self, position: int | None) -> MailParcel | None:
        """Return the parcel at a position, or None."""
        return next((parcel for parcel in self.parcels if parcel.position == position), None)
