from django.db import models
from django.db.models import Q

from severshop.vocabulary.statuses import OrderStatus


class Snapshot(models.Model):
    """What the public page of an order says, as ready bytes. One row an order, found by its link.

    Only `usecases.refresh_status` writes here. `public_json` is documented in
    docs/reference/status-json.md.
    """

    token_hash = models.CharField(max_length=43, primary_key=True)
    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=24)
    """Of `public_json` without its version and moment: tells whether anything a reader sees has changed."""
    status = models.CharField(max_length=20, choices=[(s.value, s.value) for s in OrderStatus])
    attention = models.CharField(max_length=30, blank=True)
    placed_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    refresh_due_at = models.DateTimeField(null=True)
    public_json = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in OrderStatus]), name="snapshot_status_known"
            ),
        )
        indexes = (
            models.Index(fields=["refresh_due_at"], name="snapshot_due", condition=Q(refresh_due_at__isnull=False)),
            models.Index(fields=["status", "placed_at"], name="snapshot_worklist"),
            models.Index(fields=["placed_at"], name="snapshot_attention", condition=~Q(attention="")),
        )


class SnapshotChange(models.Model):
    """The log that open pages listen to: which page changed to which version."""

    id = models.BigAutoField(primary_key=True)
    token_hash = models.CharField(max_length=43)
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
