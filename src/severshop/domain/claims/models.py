from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.claiming import ClaimEnd, ClaimKind, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy

GIVEN = (ClaimEnd.REFUND.value, ClaimEnd.REPLACEMENT.value)


class Claim(models.Model):
    """That something went wrong with a parcel, and what was given for it: once, and one thing.

    The refund is found by its cause (`claim:<id>`), the replacement by `replacement_id`. What state a claim is in is
    not here: see `rules.state_of`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ClaimKind])
    submit_key = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is one claim."""
    opened_at = models.DateTimeField()
    wish = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Remedy])
    was_offered = models.BooleanField(default=False)
    """The shop offered the choice itself."""
    words = models.CharField(max_length=500, blank=True)
    """What the shopper wrote."""
    evidence = models.JSONField(default=dict)
    """What was known when it was opened, and never changes. No names, no streets."""
    policy = models.CharField(max_length=40)
    policy_values = models.JSONField(default=dict)
    end = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ClaimEnd], blank=True)
    ended_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where a rule decided, or the shopper."""
    why_refused = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in WhyClaimRefused], blank=True
    )
    note = models.CharField(max_length=200, blank=True)
    """What the staff tell the shopper with their decision."""
    replacement_id = models.UUIDField(null=True, unique=True)
    turned_up_at = models.DateTimeField(null=True)
    """When the parcel arrived after all, though it had been made good."""
    turn_up = models.CharField(max_length=20, choices=[(one.value, one.value) for one in TurnUp], blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel"], condition=Q(end=""), name="claim_one_open"),
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in ClaimKind]), name="claim_kind_known"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | Q(end__in=[one.value for one in ClaimEnd], ended_at__isnull=False),
                name="claim_ended_dated",
            ),
            models.CheckConstraint(
                condition=(Q(end=ClaimEnd.REFUSED.value) & ~Q(why_refused=""))
                | (~Q(end=ClaimEnd.REFUSED.value) & Q(why_refused="")),
                name="claim_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(end=ClaimEnd.REPLACEMENT.value, replacement_id__isnull=False)
                | (~Q(end=ClaimEnd.REPLACEMENT.value) & Q(replacement_id=None)),
                name="claim_replaced_or_not",
            ),
            models.CheckConstraint(
                condition=Q(turned_up_at=None, turn_up="")
                | (Q(turned_up_at__isnull=False, end__in=GIVEN) & ~Q(turn_up="")),
                name="claim_turned_up_after",
            ),
        )
        indexes = (
            models.Index(fields=["opened_at"], name="claim_open", condition=Q(end="")),
            models.Index(fields=["turned_up_at"], name="claim_turned_up", condition=Q(turn_up=TurnUp.WAITING.value)),
        )


class ClaimLine(models.Model):
    """How many units of a line a claim is about."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("orders.OrderLine", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["claim", "line"], name="claim_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="claim_quantity_positive"),
        )


class ClaimPhoto(models.Model):
    """A photo of what is wrong, drawn anew (see `infra.pictures`): nothing of the original file is left."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    """A JPEG."""
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_in_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["claim", "position"], name="claim_photo_position_once"),)
