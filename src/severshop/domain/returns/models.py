from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.policies import Payer
from severshop.vocabulary.returning import (
    AfterRefusal,
    AnnouncedBy,
    ExchangeEnd,
    Finding,
    ItemCondition,
    RestockGrade,
    ReturnReason,
    Verdict,
    Wants,
)


class Return(models.Model):
    """That something of an order comes back. How far it is is not here: it is derived (see `rules`)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    """Its place among the order's returns, from 1: what its number is made of."""
    submit_key = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is one return."""
    requested_at = models.DateTimeField()
    announced_by = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AnnouncedBy])
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null for a guest."""
    policy_name = models.CharField(max_length=40)
    policy = models.JSONField()
    """The returns policy that applies, as `policies.kinds.values_of` writes it."""
    way_back_paid_by = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Payer])
    way_back_minor = models.PositiveIntegerField(default=0)
    """What is taken off the refund for the label, in minor units of the order's currency."""
    parcel = models.OneToOneField("fulfilment.Parcel", null=True, on_delete=models.SET_NULL, related_name="+")
    """In which it comes back, from the label on."""
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "position"], name="return_position_once"),
            models.CheckConstraint(condition=Q(position__gt=0), name="return_position_positive"),
            models.CheckConstraint(
                condition=Q(way_back_minor=0) | Q(way_back_paid_by=Payer.SHOPPER.value), name="return_way_back_paid"
            ),
        )
        indexes = (models.Index(fields=["requested_at"], name="return_live", condition=Q(cancelled_at=None)),)


class ReturnLine(models.Model):
    """How many of an order line come back, why, and what is wanted for them."""

    case = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ReturnReason])
    note = models.CharField(max_length=500, blank=True)
    wants = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Wants], default=Wants.REFUND.value
    )
    exchange_sku = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_line_quantity_positive"),
            models.CheckConstraint(
                condition=Q(reason__in=[one.value for one in ReturnReason]), name="return_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(wants=Wants.REFUND.value, exchange_sku="")
                | (Q(wants=Wants.EXCHANGE.value) & ~Q(exchange_sku="")),
                name="return_exchange_named",
            ),
        )


class Exchange(models.Model):
    """The other pair that is kept for a return's line, as it was agreed on when the return was announced.

    It lies in the stock under the return's id until `ended_at`. What goes out is a linked order of its own.
    """

    line = models.OneToOneField(ReturnLine, on_delete=models.CASCADE, primary_key=True, related_name="exchange")
    name = models.CharField(max_length=120)
    variant = models.CharField(max_length=120, blank=True)
    silhouette = models.CharField(max_length=40, blank=True)
    tint = models.CharField(max_length=7, blank=True)
    weight_grams = models.PositiveIntegerField(default=0)
    hs_code = models.CharField(max_length=10, blank=True)
    origin = models.CharField(max_length=2, blank=True)
    unit_minor = models.PositiveIntegerField()
    """What a unit of it costs, by what was agreed for the old pair; minor units of the order's currency."""
    back_minor = models.PositiveIntegerField(default=0)
    """What a unit of it costs less than the old pair: paid back when it is sent."""
    kept_at = models.DateTimeField()
    sent = models.PositiveIntegerField(default=0)
    """Units that went into a linked order."""
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ExchangeEnd], blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="exchange_end_dated",
            ),
            models.CheckConstraint(condition=~Q(end=ExchangeEnd.SENT.value) | Q(sent__gt=0), name="exchange_sent_some"),
        )
        indexes = (models.Index(fields=["kept_at"], name="exchange_kept", condition=Q(ended_at=None)),)


class ReturnPhoto(models.Model):
    """A photo of what is wrong, drawn anew (see `infra.pictures`): nothing of the original file is left."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    """A JPEG."""
    of_inspection = models.BooleanField(default=False)
    """Taken by our people, when they looked at it."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_in_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["line", "position"], name="return_photo_position_once"),)


class GoodsReceived(models.Model):
    """That a parcel came back to our door and somebody took it in. `parcel` is none where it travelled unknown to us.

    `case` is none for what nobody announced, until somebody finds out whose it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Return, null=True, on_delete=models.CASCADE, related_name="+")
    parcel = models.OneToOneField("fulfilment.Parcel", null=True, on_delete=models.CASCADE, related_name="+")
    submit_key = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where the carrier's scan at our door says so."""
    carrier = models.CharField(max_length=20, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (models.Index(fields=["received_at"], name="goods_unannounced", condition=Q(case=None)),)


class ReceivedLine(models.Model):
    """How many of a return's line were in what was taken in."""

    received = models.ForeignKey(GoodsReceived, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="received")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["received", "line"], name="received_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="received_line_positive"),
        )


class Inspection(models.Model):
    """What was found of units of a return's line, and what follows. Append-only; never more units than announced.

    What was found wrongly is corrected by another row, which counts in its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="inspections")
    quantity = models.PositiveIntegerField()
    condition = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ItemCondition])
    grade = models.CharField(max_length=20, choices=[(one.value, one.value) for one in RestockGrade])
    verdict = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Verdict])
    deduction_minor = models.PositiveIntegerField(default=0)
    """Taken off the refund for all these units together, in minor units of the order's currency."""
    finding = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Finding], blank=True)
    """Why it is refused, or why less is paid back."""
    corrects = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="corrected_by")
    note = models.CharField(max_length=500, blank=True)
    """What the shopper is told."""
    inspected_at = models.DateTimeField()
    inspected_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    submit_key = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["line", "submit_key"], name="inspection_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inspection_quantity_positive"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED.value) | Q(verdict=Verdict.REFUSED.value, deduction_minor=0),
                name="inspection_deducts_from_accepted",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED.value, deduction_minor=0) | ~Q(finding=""),
                name="inspection_says_why",
            ),
        )
        indexes = (models.Index(F("inspected_at"), name="inspection_by_time"),)


class Completion(models.Model):
    """That what was inspected until then was acted on: stock, money, the letter.

    Several for one return: what was missing came later, or a finding was corrected. One without inspections is the
    refund at the first scan.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="completions")
    position = models.PositiveSmallIntegerField()
    inspections = models.PositiveIntegerField()
    """How many inspections there were: with as many, there is nothing new to act on."""
    accepted = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    """Units until then."""
    refund_minor = models.PositiveIntegerField(default=0)
    """What was asked for as a refund, in minor units of the order's currency."""
    is_last = models.BooleanField(default=False)
    """What has not come until then is no longer expected."""
    completed_at = models.DateTimeField()
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "position"], name="return_completion_once"),
            models.UniqueConstraint(fields=["case", "inspections", "is_last"], name="return_completion_has_news"),
        )


class GoodsRefused(models.Model):
    """Where the refused goods of a return went: sent back in a parcel, or kept here to be collected."""

    case = models.OneToOneField(Return, on_delete=models.CASCADE, primary_key=True, related_name="refused_goods")
    done = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AfterRefusal])
    carrier = models.CharField(max_length=20, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(done=AfterRefusal.KEPT.value, carrier="", tracking_number="")
                | (Q(done=AfterRefusal.SENT.value) & ~Q(carrier="") & ~Q(tracking_number="")),
                name="return_refused_goods_named",
            ),
        )

    @property
    def sent_at(self) -> datetime | None:
        """When they were sent; none for those that are kept here."""
        return self.done_at if self.done == AfterRefusal.SENT.value else None


class FitCount(models.Model):
    """How many pairs of a SKU, bought in a month, were kept, or came back for their size. What size advice is made of.

    Rows of `own` are counted anew each day from orders and returns; others were brought along (see `fit_counts`).
    """

    sku = models.CharField(max_length=60)
    month = models.DateField()
    """Its first day."""
    source = models.CharField(max_length=20)
    kept = models.PositiveIntegerField(default=0)
    too_small = models.PositiveIntegerField(default=0)
    too_large = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sku", "month", "source"], name="fit_count_once"),)
