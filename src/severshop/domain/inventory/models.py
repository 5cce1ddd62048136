from django.db import models
from django.db.models import F, Q


class Stock(models.Model):
    """How many of a SKU lie on the shelf, and how many of those are spoken for."""

    sku = models.CharField(max_length=60, primary_key=True)
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "stock"
        constraints = (models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="stock_never_oversold"),)

    def __str__(self) -> str:
        return self.sku


class Reservation(models.Model):
    """Units of a SKU that are kept for an order until they ship or are let go."""

    order_id = models.UUIDField()
    sku = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    shipped = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    """Units that were let go one by one; what is kept is `quantity - shipped - cancelled`."""
    reserved_at = models.DateTimeField()
    shipped_at = models.DateTimeField(null=True)
    """When units of it were last handed to a carrier."""
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["order_id", "sku"], condition=Q(released_at=None), name="reservation_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_quantity_positive"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped") + F("cancelled")), name="reservation_shipped_within"
            ),
        )

    @property
    def still_kept(self) -> int:
        return self.quantity - self.shipped - self.cancelled


class PutBack(models.Model):
    """Units that came back and lie on the shelf again. `cause` makes it once."""

    cause = models.CharField(max_length=100, primary_key=True)
    sku = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    put_back_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="put_back_quantity_positive"),)
