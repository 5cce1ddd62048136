from django.db import models
from django.db.models import Q

from severshop.domain.payments.rules import LIVE, OPEN, PaymentState
from severshop.infra.ids import uuid7


class Payment(models.Model):
    """One try to be paid for an order. Its id is the idempotency key that the gateway sees."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order_id = models.UUIDField(db_index=True)
    """The order that is being placed; the row of the order comes once the money has."""
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
                fields=["order_id"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="payment_one_live",
            ),
        )
        indexes = (
            models.Index(
                fields=["started_at"], name="payment_open", condition=Q(state__in=[state.value for state in OPEN])
            ),
        )
