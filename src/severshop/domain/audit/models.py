import uuid
from typing import Any

from django.db import models


class AuditEntry(models.Model):
    """One act of somebody of the staff, or of a rule in their place. Triggers refuse UPDATE and DELETE (`locks`).

    It points at nobody and nothing, so that nothing that is deleted elsewhere takes it along. It holds keys and
    figures, never a shopper's name, address or words.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    by_id = models.UUIDField(null=True)
    """Whose account did it; null where a rule did."""
    order_id = models.UUIDField(null=True)
    about = models.CharField(max_length=120, blank=True)
    """What it was done to, such as `refund 0193...`."""
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(act=""), name="audit_act_named"),)
        indexes = (
            models.Index(fields=["order_id"], name="audit_of_order", condition=models.Q(order_id__isnull=False)),
            models.Index(fields=["by_id", "-id"], name="audit_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.act}"

    def said(self) -> tuple[int, str, str, uuid.UUID | None, uuid.UUID | None, str, Any]:
        """Return all that it says, for its seal."""
        return self.id, self.at.isoformat(), self.act, self.by_id, self.order_id, self.about, self.detail


class AuditSeal(models.Model):
    """A fingerprint of every entry up to one: what is changed past the triggers does not fit it any more."""

    id = models.BigAutoField(primary_key=True)
    up_to = models.BigIntegerField(unique=True)
    """The last entry in it."""
    entries = models.PositiveIntegerField()
    """How many entries are new in it since the seal before."""
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
