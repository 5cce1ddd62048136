from django.db import models
from django.db.models import F


class Promise(models.Model):
    """The dates that the shopper was promised, kept as they were given. Never rewritten: a revision is a row more."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    earliest = models.DateField()
    latest = models.DateField()
    because = models.CharField(max_length=40, blank=True)
    """Why there is a new one: the reason of the watch's flag; empty for the first."""
    evidence = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "version"], name="promise_version_once"),
            models.CheckConstraint(condition=models.Q(latest__gte=F("earliest")), name="promise_window_forward"),
        )
