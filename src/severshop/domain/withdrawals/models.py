from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7
from severshop.vocabulary.withdrawing import Step, Via


class Withdrawal(models.Model):
    """That somebody withdrew from a contract, for ever as it came in. Triggers refuse UPDATE and DELETE (`locks`).

    It holds nothing personal: who said it, and in which words, stands in `Declaration`. It points at no other
    room's row, so that nothing that is deleted elsewhere takes it along.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    form = models.CharField(max_length=64, unique=True)
    """The form that it came from: sent twice, it is one withdrawal."""
    received_at = models.DateTimeField()
    via = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Via])
    order_id = models.UUIDField(null=True)
    """The order with the number that was given; null where there is none."""
    order_number = models.CharField(max_length=60)
    """As it was typed; in its proper form where it can be an order's."""
    is_whole = models.BooleanField()
    """The whole order is meant."""
    units = models.JSONField(default=dict)
    """Units by the line's position; empty where the part is described in words, or the order is not known."""
    language = models.CharField(max_length=10)
    """In which it was declared, and the receipt is written."""
    fingerprint = models.CharField(max_length=64)
    """Of all that was said with a salt that is kept beside it: it outlives the words."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(order_number=""), name="withdrawal_names_an_order"),
            models.CheckConstraint(
                condition=Q(via=Via.FORM.value) | Q(order_id__isnull=False), name="withdrawal_link_has_order"
            ),
        )
        indexes = (
            models.Index(fields=["order_id"], name="withdrawal_of_order", condition=Q(order_id__isnull=False)),
            models.Index(fields=["-received_at"], name="withdrawal_newest"),
        )


class Declaration(models.Model):
    """The personal part of a withdrawal. It cannot be changed, nor deleted before `keep_until` has passed."""

    withdrawal = models.OneToOneField(
        Withdrawal, on_delete=models.PROTECT, primary_key=True, related_name="declaration"
    )
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    """Where the receipt goes."""
    words = models.CharField(max_length=500, blank=True)
    """Which part is meant, in the words of whoever declared it."""
    salt = models.CharField(max_length=32)
    keep_until = models.DateField()


class WithdrawalStep(models.Model):
    """What followed from a withdrawal. Triggers refuse UPDATE and DELETE."""

    id = models.BigAutoField(primary_key=True)
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    step = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Step])
    by_id = models.UUIDField(null=True)
    """Whose account did it; null where a rule did."""
    detail = models.JSONField(default=dict)
    """Keys, codes and figures: nothing personal."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["withdrawal", "step"], name="withdrawal_step_once"),)
