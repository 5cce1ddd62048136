"""Changes that wait for their payment; a part of the room's tables (`models`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.changing import ChangeKind, PendingState, WhyNotChanged


class PendingEdit(models.Model):
    """A dearer change as its shopper agreed to it: made once it is paid, and not before.

    `was`, `becomes` and `made_by` are as in `OrderEdit`; `before` and `after` are what the order costs, by the names of
    `changing.Prices`. Its id names the payment that it waits for, and keeps the articles that it would need.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    submit_key = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is paid once."""
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in ChangeKind])
    begun_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    was = models.JSONField()
    becomes = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    earliest = models.DateField(null=True)
    """The dates that were shown, where they become others; with what they go by."""
    latest = models.DateField(null=True)
    evidence = models.JSONField(null=True)
    state = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in PendingState],
        default=PendingState.PAYING.value,
    )
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in WhyNotChanged])
    """Why it could not be made any more although it was paid: then the money went back."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["order"], condition=Q(state=PendingState.PAYING.value), name="pending_edit_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=PendingState.PAYING.value, ended_at=None)
                | Q(
                    state__in=[one.value for one in PendingState if one is not PendingState.PAYING],
                    ended_at__isnull=False,
                ),
                name="pending_edit_ended_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=PendingState.TOO_LATE.value) & ~Q(why="")
                | ~Q(state=PendingState.TOO_LATE.value) & Q(why=""),
                name="pending_edit_late_said_why",
            ),
        )
