from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.milestones import Milestone, Reason


class MessageState(models.TextChoices):
    NEW = "new"
    READ = "read"
    UNMATCHED = "unmatched"
    """Understood, but no parcel of ours carries its number (yet)."""
    NOT_UNDERSTOOD = "not_understood"


class MessageKey(models.Model):
    """Refuses a message that was already taken in. Apart from the raw log, which is scrubbed by age."""

    key = models.CharField(max_length=43, primary_key=True)
    received_at = models.DateTimeField()


class RawMessage(models.Model):
    """A message from a carrier as it came, kept before it is understood."""

    id = models.BigAutoField(primary_key=True)
    carrier = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    body = models.BinaryField()
    state = models.CharField(max_length=20, choices=MessageState.choices, default=MessageState.NEW)
    tracking_number = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="raw_message_new", condition=Q(state="new")),
            models.Index(
                fields=["carrier", "tracking_number"], name="raw_message_unmatched", condition=Q(state="unmatched")
            ),
            models.Index(
                fields=["state", "-received_at"], name="raw_message_not_understood", condition=Q(state="not_understood")
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="raw_message_state_known"),
        )


class UnmatchedNumber(models.Model):
    """A further number in an unmatched message: any of its numbers may become ours first."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(RawMessage, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["number", "message"], name="unmatched_number_once"),)


class LegKind(models.TextChoices):
    OUTBOUND = "outbound"
    RETURN = "return"
    """On its way back to us: nothing on it is a delivery to the shopper."""


class LegEnding(models.TextChoices):
    """Why a parcel travels under a number no more."""

    WRONG = "wrong"
    """It never did: what the carrier says of the number is about something else."""
    REPLACED = "replaced"
    """It got another label on the way; what happened under this one stays true."""
    RECYCLED = "recycled"
    """Long past: the carrier has given the number to another parcel."""


class Leg(models.Model):
    """A tracking number that a parcel travels under, from a moment on. Carriers recycle numbers."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    carrier = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=LegKind.choices, default=LegKind.OUTBOUND)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=LegEnding.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["carrier", "number"], condition=Q(closed_at=None), name="leg_open_number_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=LegKind.values), name="leg_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None, ending="") | Q(closed_at__isnull=False, ending__in=LegEnding.values),
                name="leg_closed_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=["carrier", "number"], name="leg_number"),)


class LegReport(models.Model):
    """What the carrier says of a leg beside its scans. Each part is as new as its `..._as_of` says."""

    leg = models.OneToOneField(Leg, on_delete=models.CASCADE, primary_key=True, related_name="+")
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    estimate = models.DateField(null=True)
    estimate_as_of = models.DateTimeField(null=True)
    proof_how = models.CharField(max_length=30, blank=True, choices=[(r.value, r.value) for r in Reason])
    proof_name = models.CharField(max_length=120, blank=True)
    proof_link = models.CharField(max_length=500, blank=True)
    proof_as_of = models.DateTimeField(null=True)
    not_known_at = models.DateTimeField(null=True)
    """When the carrier last said that it does not know the number."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(estimate=None, estimate_as_of=None)
                | Q(estimate__isnull=False, estimate_as_of__isnull=False),
                name="leg_report_estimate_dated",
            ),
        )


class ScanRow(models.Model):
    """A scan as it was understood. The fingerprint refuses the same event told twice."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    leg = models.ForeignKey(Leg, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=43)
    occurred_at = models.DateTimeField()
    offset_minutes = models.SmallIntegerField(null=True)
    """Minutes east of UTC at the place; null where the carrier did not say."""
    milestone = models.CharField(max_length=30, choices=[(m.value, m.value) for m in Milestone])
    reason = models.CharField(max_length=30, blank=True, choices=[(r.value, r.value) for r in Reason])
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    heard_at = models.DateTimeField()
    message_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "tracking_scan"
        constraints = (
            models.UniqueConstraint(fields=["leg", "fingerprint"], name="scan_once"),
            models.CheckConstraint(
                condition=Q(milestone__in=[m.value for m in Milestone]), name="scan_milestone_known"
            ),
        )
        indexes = (models.Index(fields=["order", "occurred_at"], name="scan_of_order"),)


class UnknownCode(models.Model):
    """A carrier's code that no table maps: how often it came and since when."""

    carrier = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    text = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["carrier", "code"], name="unknown_code_once"),)


class CodeMapping(models.Model):
    """What a carrier's code means, as staff said it. Where a carrier's own table has the code, that one counts."""

    carrier = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    milestone = models.CharField(max_length=30, choices=[(m.value, m.value) for m in Milestone])
    reason = models.CharField(max_length=30, blank=True, choices=[(r.value, r.value) for r in Reason])
    mapped_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mapped_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["carrier", "code"], name="code_mapping_once"),
            models.CheckConstraint(
                condition=Q(milestone__in=[m.value for m in Milestone if m is not Milestone.UNKNOWN])
                & Q(reason__in=[r.value for r in Reason])
                & ~Q(code=""),
                name="code_mapping_says_something",
            ),
        )
