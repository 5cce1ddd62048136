from django.db import models
from django.db.models import F, Q

from severshop.infra.ids import uuid7


class OutboxEntry(models.Model):
    """Something the world must hear: written with the facts that cause it, kept until delivered.

    `key` makes it unique for ever, whatever is repeated. An entry is pending until it has
    `done_at` (delivered, or dropped because it was no longer wanted: `last_error` says why) or
    `failed_at` (given up, for staff to see and to try again).
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    topic = models.CharField(max_length=40)
    key = models.CharField(max_length=160, unique=True)
    order_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    """Which claim of a runner holds it; it counts only while `lease_until` is ahead."""
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["topic", "due_at"], name="outbox_pending", condition=Q(done_at=None, failed_at=None)),
            models.Index(fields=["order_id"], name="outbox_order"),
            models.Index(fields=["failed_at"], name="outbox_failed", condition=Q(failed_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(done_at=None) | Q(failed_at=None), name="outbox_done_or_failed"),
            models.CheckConstraint(condition=Q(due_at__gte=F("created_at")), name="outbox_due_after_created"),
        )

    def __str__(self) -> str:
        return self.key
