from django.conf import settings
from django.db import models

from severshop.domain.policies.kinds import Kind


class PolicyRow(models.Model):
    """A policy of the merchant's own: holds for orders placed from a day on, until another of its region begins."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    region = models.CharField(max_length=2, blank=True)
    valid_from = models.DateField()
    values = models.JSONField()
    """As `kinds.values_of` writes it."""
    because = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("kind", "region", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=["kind", "region", "valid_from"], name="policy_once"),
            models.CheckConstraint(condition=models.Q(kind__in=[kind.value for kind in Kind]), name="policy_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.region} {self.valid_from}"
