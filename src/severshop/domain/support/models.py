from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.domain.support.rules import Kind, Via
from severshop.infra.ids import uuid7


class Case(models.Model):
    """A question of a shopper and all that was written about it. Whose turn it is follows from the entries.

    Of an order, or of nobody known: then `email` is where the answer goes. Links and mail keys are derived
    (`infra.links`); only their hashes are kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    parcel_position = models.PositiveSmallIntegerField(null=True)
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who was signed in when it was opened."""
    email = models.EmailField(blank=True)
    topic = models.CharField(max_length=40, blank=True)
    """The question of the help page that it was asked from."""
    language = models.CharField(max_length=10, default="en")
    opened_at = models.DateTimeField()
    token_hash = models.CharField(max_length=43, unique=True)
    reply_hash = models.CharField(max_length=43, unique=True)
    submit_hash = models.CharField(max_length=43, unique=True)
    """Of the form that opened it: the same form sent twice is one case."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(order__isnull=False) | ~Q(email=""), name="case_can_be_answered"),
            models.CheckConstraint(
                condition=Q(parcel_position=None) | Q(order__isnull=False), name="case_parcel_of_an_order"
            ),
        )
        indexes = (models.Index(fields=["order", "-opened_at"], name="case_of_order"),)

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """What was written or done in a case: who, when, how. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    via = models.CharField(max_length=10, default=Via.PAGE)
    text = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    """A mail's text as it came, with what it quoted."""
    is_verified = models.BooleanField(default=True)
    """Whether it came from who the case belongs to: by its link, or from its e-mail address."""
    answer_by = models.DateTimeField(null=True)
    """By when an answer was promised."""
    submit_hash = models.CharField(max_length=43, null=True, unique=True)  # noqa: DJ001 - many have none
    """Of the form or the mail that it came from: the same again is no second entry."""

    class Meta:
        ordering = ("position",)
        verbose_name_plural = "entries"
        constraints = (
            models.UniqueConstraint(fields=["case", "position"], name="case_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="case_entry_kind_known"),
            models.CheckConstraint(condition=Q(via__in=[via.value for via in Via]), name="case_entry_via_known"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(kind__in=[Kind.CLOSED.value, Kind.REOPENED.value]),
                name="case_entry_says_something",
            ),
            models.CheckConstraint(condition=Q(kind=Kind.ASKED.value) | Q(answer_by=None), name="case_entry_promise"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"
