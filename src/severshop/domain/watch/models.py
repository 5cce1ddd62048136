from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.watching import Answer, Level, Trouble


class Flag(models.Model):
    """That something is wrong with a parcel, or with an order's part that has not left. One open flag each.

    A change of level closes the flag and opens another, so that the rows tell the whole story.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", null=True, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Level])
    trouble = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Trouble])
    raised_at = models.DateTimeField()
    evidence = models.JSONField(default=dict)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["order"], condition=Q(cleared_at=None, parcel=None), name="flag_order_open_once"
            ),
            models.UniqueConstraint(
                fields=["parcel"], condition=Q(cleared_at=None, parcel__isnull=False), name="flag_parcel_open_once"
            ),
            models.CheckConstraint(condition=Q(level__in=[one.value for one in Level]), name="flag_level_known"),
            models.CheckConstraint(condition=Q(trouble__in=[one.value for one in Trouble]), name="flag_trouble_known"),
        )
        indexes = (
            models.Index(fields=["raised_at"], name="flag_open", condition=Q(cleared_at=None)),
            models.Index(fields=["order"], name="flag_order"),
        )


class DelayNotice(models.Model):
    """That the shopper was told of a delay with a new date: once for each revision of the promise."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    promise_version = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Level])
    trouble = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Trouble])
    owed_at = models.DateTimeField()
    policy = models.CharField(max_length=40)
    """The dated policy that it follows, e.g. "us 2026-01-01"."""
    offers_choice = models.BooleanField(default=False)
    silence_is_consent = models.BooleanField(default=True)
    answer_by = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Answer], blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order", "promise_version"], name="delay_notice_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | Q(~Q(answer=""), answered_at__isnull=False),
                name="delay_notice_answer_dated",
            ),
            models.CheckConstraint(
                condition=Q(offers_choice=True) | Q(answer_by=None, answer=""), name="delay_notice_answers_a_question"
            ),
        )
        indexes = (
            # The staff's list asks for notices that wait for an answer, or were answered with "cancel".
            models.Index(fields=["order"], condition=Q(offers_choice=True), name="delay_notice_asking"),
        )


class Investigation(models.Model):
    """That a carrier is asked where a parcel is, with all that is known of it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Null where the policy opened it."""
    dossier = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    """When a person asked the carrier."""
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel"], condition=Q(closed_at=None), name="investigation_open_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(~Q(outcome=""), closed_at__isnull=False),
                name="investigation_closed_with_outcome",
            ),
        )


class ClaimOffer(models.Model):
    """That the shopper may choose between a refund and a replacement for a parcel, from a moment on."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+")
    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.CASCADE, related_name="+")
    offered_at = models.DateTimeField()
    why = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Trouble])
    policy = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField(null=True)
    """When news took the reason away before the shopper chose."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parcel"], condition=Q(withdrawn_at=None), name="claim_offer_open_once"),
        )
