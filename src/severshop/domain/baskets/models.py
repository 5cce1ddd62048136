from django.conf import settings
from django.db import models

from severshop.infra.ids import uuid7


class Checkout(models.Model):
    """A basket on its way to an order. Its id becomes the order's id, so that it can be placed once only."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    language = models.CharField(max_length=10, default="en")
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who was signed in, and whose account will show the order."""
    lines = models.JSONField(default=list)
    """What is bought: `[{"sku", "quantity"}]`; frozen with names and prices once payment begins."""
    contact = models.JSONField(default=dict)
    address = models.JSONField(default=dict)
    delivery_option = models.CharField(max_length=40, blank=True)
    agreed = models.JSONField(null=True)
    """Prices, tax and dates as shown when the shopper pressed "pay"; what the order is made from."""

    class Meta:
        indexes = (models.Index(fields=["changed_at"], name="checkout_age"),)
