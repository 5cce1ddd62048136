from django.conf import settings
from django.db import models
from django.db.models import F, Q

from severshop.domain.payments.refunds import (
    AT_THE_GATEWAY,
    ENDS,
    NOT_TOLD,
    ChargebackState,
    RefundState,
)
from severshop.domain.payments.rules import LIVE, OPEN, PaymentState
from severshop.infra.ids import uuid7
from severshop.vocabulary.refunds import PartKind, Why


def _values(*states: RefundState) -> list[str]:
    return [state.value for state in states]


class Payment(models.Model):
    """One try to be paid for an order. Its id is the idempotency key that the gateway sees."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order_id = models.UUIDField(db_index=True)
    """The order that is being placed; the row of the order comes once the money has."""
    cause = models.CharField(max_length=100, blank=True)
    """What it pays for, such as `change:<id>`; empty for the order itself. A cause is paid once."""
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    method = models.CharField(max_length=40)
    """How it is paid, as the gateway calls it; kept so that the same try can be sent again word for word."""
    state = models.CharField(
        max_length=20,
        choices=[(state.value, state.value) for state in PaymentState],
        default=PaymentState.STARTED.value,
    )
    provider_ref = models.CharField(max_length=80, blank=True)
    action_url = models.URLField(max_length=500, blank=True)
    decline_code = models.CharField(max_length=40, blank=True)
    card_hint = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PaymentState]), name="payment_state_known"
            ),
            models.UniqueConstraint(
                fields=["order_id", "cause"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="payment_one_live",
            ),
        )
        indexes = (
            models.Index(
                fields=["started_at"], name="payment_open", condition=Q(state__in=[state.value for state in OPEN])
            ),
        )


class Refund(models.Model):
    """Money that goes back for an order. Its id is the idempotency key that the gateway sees, fixed from the start.

    Amounts are minor units of `currency`. What may follow on what stands in `refunds.TRANSITIONS`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="refunds")
    order_id = models.UUIDField(db_index=True)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    why = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Why])
    cause = models.CharField(max_length=100)
    """The one thing that it follows from, such as `cancellation:<id>`: nothing is paid back twice for it.

    Where an order was paid in several charges, what follows from one thing may be a refund of each.
    """
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in RefundState])
    needs_approval = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where the shopper asked for it and a rule said yes."""
    note = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who approved or refused it: never who asked for it."""
    asked_at = models.DateTimeField(null=True)
    """When the gateway was last spoken to about it."""
    tries = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    retry_of = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="retried_by")
    """The failed refund that it tries again; once for each."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["cause", "payment"], name="refund_cause_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(condition=Q(why__in=[one.value for one in Why]), name="refund_why_known"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RefundState]), name="refund_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=RefundState.WAITING.value) | Q(needs_approval=True, decided_at=None),
                name="refund_waits_for_a_decision",
            ),
            models.CheckConstraint(
                condition=(Q(needs_approval=False, decided_at=None) & ~Q(state=RefundState.REFUSED.value))
                | Q(state__in=_values(RefundState.WAITING, RefundState.OVERTAKEN))
                | Q(needs_approval=True, decided_at__isnull=False),
                name="refund_decided_where_needed",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(requested_by=None) | ~Q(decided_by=F("requested_by")),
                name="refund_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=_values(*NOT_TOLD, *AT_THE_GATEWAY))
                | Q(ended_at__isnull=False, state__in=_values(*ENDS)),
                name="refund_ended_dated",
            ),
            models.CheckConstraint(
                condition=Q(
                    asked_at=None,
                    tries=0,
                    state__in=_values(*NOT_TOLD, RefundState.REFUSED, RefundState.OVERTAKEN),
                )
                | Q(
                    asked_at__isnull=False,
                    tries__gt=0,
                    state__in=_values(*AT_THE_GATEWAY, RefundState.CONFIRMED, RefundState.FAILED),
                ),
                name="refund_told_dated",
            ),
        )
        indexes = (
            models.Index(
                fields=["requested_at"],
                name="refund_open",
                condition=Q(ended_at=None),
            ),
            models.Index(fields=["ended_at"], name="refund_failed", condition=Q(state=RefundState.FAILED.value)),
        )


class RefundPart(models.Model):
    """What a refund is made of: goods of a line, the delivery, duties. The parts add up to the refund."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PartKind])
    line = models.PositiveSmallIntegerField(null=True)
    """The line of the order, by its position."""
    quantity = models.PositiveIntegerField(default=0)
    amount_minor = models.PositiveIntegerField()
    tax_minor = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["refund", "position"], name="refund_part_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_part_positive"),
            models.CheckConstraint(condition=Q(tax_minor__lte=F("amount_minor")), name="refund_part_tax_within"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in PartKind]), name="refund_part_known"),
        )


class Chargeback(models.Model):
    """Money that the shopper's bank took back. What is known of it is what the gateway said."""

    provider_ref = models.CharField(max_length=80, primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="chargebacks")
    order_id = models.UUIDField(db_index=True)
    amount_minor = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ChargebackState])
    heard_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who of the staff took note of it."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="chargeback_amount_positive"),
            models.CheckConstraint(
                condition=Q(state=ChargebackState.OPEN.value, closed_at=None)
                | Q(state__in=[ChargebackState.WON.value, ChargebackState.LOST.value], closed_at__isnull=False),
                name="chargeback_closed_dated",
            ),
        )
        indexes = (
            models.Index(fields=["heard_at"], name="chargeback_open", condition=Q(state=ChargebackState.OPEN.value)),
        )
