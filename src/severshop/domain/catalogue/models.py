from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from severshop.vocabulary.availability import Availability

AVAILABILITIES = [one.value for one in Availability]


class Product(models.Model):
    """A shoe or an accessory, in all its colours and sizes. The price contains the tax.

    Texts are English; what another language lacks (`name_de` and so on) is shown in English.
    """

    slug = models.SlugField(primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    """What it is (sneaker, boot, sandal ...) and, with it, which silhouette is drawn."""
    audience = models.CharField(max_length=20, default="everyone")
    summary = models.CharField(max_length=160)
    description = models.TextField()
    material = models.CharField(max_length=160)
    care = models.CharField(max_length=200)
    maker = models.CharField(max_length=240)
    """Who made it, with postal and electronic address (GPSR article 19)."""
    price_minor = models.PositiveIntegerField()
    weight_grams = models.PositiveIntegerField(default=0)
    """Of one piece in its box; 0 where nobody has weighed it."""
    hs_code = models.CharField(max_length=10, blank=True, validators=[RegexValidator(r"^\d{6}(\d{2}){0,2}$")])
    """The number of the Harmonized System, without points: what customs ask."""
    origin = models.CharField(max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}$")])
    """The country in which it was made, ISO 3166-1."""
    availability = models.CharField(
        max_length=20, choices=[(one, one) for one in AVAILABILITIES], default=Availability.IN_STOCK.value
    )
    """Where it is when it is bought. For what is not in stock, stock is how many may be sold."""
    position = models.PositiveSmallIntegerField(default=0)

    name_de = models.CharField(max_length=80, blank=True)
    summary_de = models.CharField(max_length=160, blank=True)
    description_de = models.TextField(blank=True)
    material_de = models.CharField(max_length=160, blank=True)
    care_de = models.CharField(max_length=200, blank=True)
    maker_de = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(condition=Q(price_minor__gt=0), name="product_price_positive"),
            models.CheckConstraint(condition=Q(availability__in=AVAILABILITIES), name="product_availability_known"),
        )

    def __str__(self) -> str:
        return self.name


class Colour(models.Model):
    """A colour that a product comes in; the drawing is tinted by it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="colours")
    slug = models.SlugField()
    name = models.CharField(max_length=40)
    tint = models.CharField(max_length=7)
    position = models.PositiveSmallIntegerField(default=0)
    name_de = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["product", "slug"], name="colour_once"),)

    def __str__(self) -> str:
        return self.name


class Sku(models.Model):
    """The thing that is bought: a product in a colour and a size."""

    code = models.CharField(max_length=60, primary_key=True)
    colour = models.ForeignKey(Colour, on_delete=models.CASCADE, related_name="skus")
    size_eu = models.CharField(max_length=8, blank=True)
    size_uk = models.CharField(max_length=8, blank=True)
    size_us = models.CharField(max_length=8, blank=True)
    size_label = models.CharField(max_length=30, blank=True)
    """For what has no shoe size: `75 ml`, `120 cm`."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code
