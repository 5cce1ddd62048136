"""What past deliveries taught, and what they were."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class DeliveryRecord(models.Model):
    """One parcel of the past or under way, as it counts: no names, no streets. Rewritten from the order's facts daily.

    `order` is null for what was imported from another system. `lane` is `vocabulary.routes.Route`'s narrowest.
    """

    key = models.CharField(max_length=80, unique=True)
    """The parcel's id, the order's while it has none, or `import:...`."""
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    lane = models.CharField(max_length=120)
    carrier = models.CharField(max_length=20)
    placed_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    first_scan_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it stopped to be on its way without arriving: cancelled, lost, returned."""
    is_lost = models.BooleanField(default=False)
    promised_earliest = models.DateField(null=True)
    promised_latest = models.DateField(null=True)
    asked = models.FloatField(null=True)
    """The sureness that the promise was made with, 0 to 1; null where it came from elsewhere."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(promised_latest=None) | Q(promised_latest__gte=F("promised_earliest")),
                name="delivery_record_promise_forward",
            ),
        )
        indexes = (
            models.Index(fields=["placed_at"], name="delivery_record_placed"),
            models.Index(fields=["order"], name="delivery_record_order"),
        )


class LearnedTimes(models.Model):
    """One learning: what was known on a morning. The newest is used."""

    made_at = models.DateTimeField(unique=True)
    records = models.PositiveIntegerField()
    """How many parcels taught."""
    open_records = models.PositiveIntegerField()
    """How many of them had not arrived yet."""
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ("-made_at",)


class Stage(models.TextChoices):
    HANDLING = "handling"
    TRANSIT = "transit"


class LearnedLane(models.Model):
    """How long a stage takes on a lane: the chance that it is over by the end of each working day, from day 0 on."""

    times = models.ForeignKey(LearnedTimes, on_delete=models.CASCADE, related_name="lanes")
    stage = models.CharField(max_length=10, choices=Stage)
    lane = models.CharField(max_length=120)
    ended = models.PositiveIntegerField()
    """How many were seen to end here; what a thin lane lacks it takes from the wider one."""
    open = models.PositiveIntegerField()
    chances = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["times", "stage", "lane"], name="learned_lane_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="learned_stage_known"),
        )


class CarrierEstimate(models.Model):
    """A day that a carrier named for a parcel, kept as it was told, to be scored when the parcel has arrived."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    carrier = models.CharField(max_length=20)
    told_at = models.DateTimeField()
    estimate = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["parcel", "told_at"], name="carrier_estimate_once"),)


class CarrierTrust(models.Model):
    """How well a carrier's own estimates were kept: days after the estimated day, by share."""

    times = models.ForeignKey(LearnedTimes, on_delete=models.CASCADE, related_name="trust")
    carrier = models.CharField(max_length=20)
    scored = models.PositiveIntegerField()
    kept = models.FloatField()
    """Share that arrived on the estimated day or before."""
    days_after = models.JSONField()
    """Share (as text, e.g. "0.93") -> days after the estimate by which this share had arrived; negative is before."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["times", "carrier"], name="carrier_trust_once"),)


class Sureness(models.Model):
    """With which chance promised dates shall be kept, as the merchant set it. The newest holds."""

    sure = models.FloatField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-changed_at",)
        constraints = (models.CheckConstraint(condition=Q(sure__gte=0.5, sure__lte=0.99), name="sureness_sensible"),)
