"""Credit notes and their numbers; a part of the room's tables (`models`)."""

from django.db import models
from django.db.models import Q


class CreditNoteBook(models.Model):
    """The last number that was given in a year: they follow without a gap, beside those of the invoices."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


class CreditNote(models.Model):
    """The number under which money that went back was credited, once. What it says stands in the refund."""

    cause = models.CharField(max_length=100, primary_key=True)
    """What the refund follows from."""
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "position"], name="credit_note_number_once"),
            models.CheckConstraint(condition=Q(position__gt=0), name="credit_note_number_positive"),
        )

    @property
    def number(self) -> str:
        return f"C-{self.year}-{self.position:06d}"
