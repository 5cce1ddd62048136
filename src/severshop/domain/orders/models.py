from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from severshop.domain.orders.credit_models import CreditNote, CreditNoteBook  # noqa: F401 - tables of this room
from severshop.domain.orders.pending_models import PendingEdit  # noqa: F401 - the same
from severshop.infra.ids import uuid7
from severshop.vocabulary.cancelling import AskedBy, CancelReason, RequestState, WhyRefused
from severshop.vocabulary.changing import ChangeKind


class Order(models.Model):
    """What was bought, as it was agreed. Its status is not here: it is derived (see `rules`).

    All amounts are minor units of `currency` and contain the tax (`tax_minor` of `total_minor`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    number = models.CharField(max_length=24, unique=True)
    channel = models.CharField(max_length=40, default="shop")
    placed_at = models.DateTimeField()
    language = models.CharField(max_length=10, default="en")
    currency = models.CharField(max_length=3, default="EUR")
    items_minor = models.PositiveIntegerField()
    delivery_minor = models.PositiveIntegerField()
    total_minor = models.PositiveIntegerField()
    tax_minor = models.PositiveIntegerField()
    tax_rate_bp = models.PositiveIntegerField()
    delivery_option = models.CharField(max_length=40)
    email = models.EmailField()
    email_version = models.PositiveSmallIntegerField(default=1)
    link_generation = models.PositiveSmallIntegerField(default=1)
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Whose account shows it; nobody's for a guest's, until an account with the same verified e-mail takes it in."""
    joined_at = models.DateTimeField(null=True)
    """When an account took in what was bought as a guest."""
    erased_at = models.DateTimeField(null=True)
    """When the buyer deleted their account: from then on it is nobody's (see `personal`)."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(total_minor=models.F("items_minor") + models.F("delivery_minor")),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(condition=Q(tax_minor__lte=models.F("total_minor")), name="order_tax_within_total"),
        )
        indexes = (
            models.Index(fields=["-placed_at"], name="order_newest_first"),
            models.Index(fields=["customer", "-placed_at"], name="order_of_customer"),
            # Asked at every sign-in: is there a guest's order with this person's address?
            models.Index(Lower("email"), condition=Q(customer=None), name="order_of_guest"),
        )

    def __str__(self) -> str:
        return self.number


class Address(models.Model):
    """Where an order goes. The only table with a street in it."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="address")
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=200)
    extra = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"


class OrderLine(models.Model):
    """One article and how many of it. Copied from the catalogue when bought; never points at it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    variant = models.CharField(max_length=120, blank=True)
    silhouette = models.CharField(max_length=40, blank=True)
    tint = models.CharField(max_length=7, blank=True)
    quantity = models.PositiveIntegerField()
    unit_minor = models.PositiveIntegerField()
    weight_grams = models.PositiveIntegerField(default=0)
    hs_code = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_quantity_positive"),
        )

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class LinkToken(models.Model):
    """A link that opens, or once opened, an order's status page. Only its hash is kept."""

    token_hash = models.CharField(max_length=43, primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="link_tokens")
    generation = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "generation"], name="link_generation_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(revoked_at=None), name="link_one_valid"),
        )


class HolderCode(models.Model):
    """A code on its way to the order's address, by which a browser proves that its person holds it.

    Only what it is derived from is kept (see `infra.codes`). The newest alone works, and only while address and
    link are those that it was asked for.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="+")
    nonce = models.CharField(max_length=22)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    email_version = models.PositiveSmallIntegerField()
    link_generation = models.PositiveSmallIntegerField()


class EmailCorrection(models.Model):
    """A mistyped address, mended by the buyer soon after buying."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="email_corrections")
    corrected_at = models.DateTimeField()
    was = models.EmailField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["order", "version"], name="email_correction_once"),)


class Replacement(models.Model):
    """That an order costs nothing, because it makes something of another order good, or is sent in exchange for it."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="+")
    """The one that costs nothing."""
    original = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    because = models.CharField(max_length=20)
    """A word of whoever sends it, such as "lost" or "exchange"."""
    key = models.CharField(max_length=100, unique=True)
    """The one thing that it follows from, such as `claim:<id>`: nothing is sent twice for it."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(order=models.F("original")), name="replacement_of_another"),
            models.CheckConstraint(condition=~Q(because="") & ~Q(key=""), name="replacement_says_why"),
        )


class CancellationRequest(models.Model):
    """That somebody wants units of an order cancelled, and what was decided. One can be open at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    submit_key = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is one request."""
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AskedBy])
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CancelReason])
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in RequestState],
        default=RequestState.OPEN.value,
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where a rule decided: nothing had begun, or it had left."""
    why_refused = models.CharField(max_length=20, choices=[(one.value, one.value) for one in WhyRefused], blank=True)
    note = models.CharField(max_length=200, blank=True)
    """What the staff tell the shopper with their decision."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=RequestState.OPEN.value), name="cancellation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN.value, decided_at=None, why_refused="")
                | Q(state=RequestState.GRANTED.value, decided_at__isnull=False, why_refused="")
                | (Q(state=RequestState.REFUSED.value, decided_at__isnull=False) & ~Q(why_refused="")),
                name="cancellation_decided_dated",
            ),
        )


class CancellationRequestLine(models.Model):
    """How many units of a line are wanted cancelled."""

    request = models.ForeignKey(CancellationRequest, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["request", "line"], name="cancellation_request_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="cancellation_request_positive"),
        )


class Cancellation(models.Model):
    """Units of a line that will not be delivered: who decided it, when and why. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="cancellations")
    request = models.ForeignKey(CancellationRequest, null=True, on_delete=models.CASCADE, related_name="cancellations")
    quantity = models.PositiveIntegerField()
    cancelled_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=40)
    reason = models.CharField(max_length=60)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="cancellation_quantity_positive"),)


class OrderEdit(models.Model):
    """What the shopper changed before the warehouse began: what was, what is, and what it did. Append-only.

    `was` and `becomes` hold what `kind` is about, by the names of the fields; they may name people and streets.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    submit_key = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is one change."""
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ChangeKind])
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """The account that owns the order; null for a browser that had proved to hold the address."""
    was = models.JSONField()
    becomes = models.JSONField()
    total_was_minor = models.PositiveIntegerField()
    total_minor = models.PositiveIntegerField()
    """What the order costs since. The difference goes back by a refund of its own, or was paid by `charge` before."""
    charge = models.UUIDField(null=True)
    promise_version = models.PositiveSmallIntegerField(null=True)
    """The dates that were given with it; null where they stayed."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(total_minor__lte=models.F("total_was_minor"), charge=None)
                | Q(total_minor__gt=models.F("total_was_minor"), charge__isnull=False),
                name="order_edit_dearer_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in ChangeKind]), name="order_edit_kind_known"
            ),
        )
        indexes = (models.Index(fields=["order", "made_at"], name="order_edit_of_order"),)


class InvoiceBook(models.Model):
    """The last number that was given in a year: the law wants invoices numbered without a gap."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Invoice(models.Model):
    """The number under which an order was invoiced, once. What it says stands in the order.

    What is sold for how much does not change from then on; of another address, `edits` knows what it was.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "position"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(position__gt=0), name="invoice_number_positive"),
        )

    @property
    def number(self) -> str:
        return f"{self.year}-{self.position:06d}"
