"""The calendars that dates are counted by. Dated: of rows with the same key, the newest that has begun holds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from severshop.vocabulary.availability import Availability

AVAILABILITIES = [one.value for one in Availability]
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Dated(models.Model):
    """A row that holds from a day on, until another of its key begins; who wrote it, and when."""

    valid_from = models.DateField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class WarehouseHours(Dated):
    """Until when, on each day of the week, an order is turned to on the day itself; null on days without work."""

    time_zone = models.CharField(max_length=60)
    monday = models.TimeField(null=True, blank=True)
    tuesday = models.TimeField(null=True, blank=True)
    wednesday = models.TimeField(null=True, blank=True)
    thursday = models.TimeField(null=True, blank=True)
    friday = models.TimeField(null=True, blank=True)
    saturday = models.TimeField(null=True, blank=True)
    sunday = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(fields=["valid_from"], name="warehouse_hours_once"),
            models.CheckConstraint(
                condition=Q(*[(f"{day}__isnull", False) for day in WEEK], _connector=Q.OR),
                name="warehouse_works_some_day",
            ),
        )


class AvailabilityDays(Dated):
    """Working days that an article needs before the warehouse can turn to it; both ends included."""

    availability = models.CharField(max_length=20, choices=[(one, one) for one in AVAILABILITIES])
    fewest = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("availability", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=["availability", "valid_from"], name="availability_days_once"),
            models.CheckConstraint(condition=Q(availability__in=AVAILABILITIES), name="availability_known"),
            models.CheckConstraint(condition=Q(most__gte=F("fewest")), name="availability_days_forward"),
        )


class CarrierWeek(Dated):
    """On which days of the week a carrier collects and delivers; for one country, or for all that have no own row.

    Days are ISO numbers in order, "12345" is Monday to Friday.
    """

    carrier = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    collects = models.CharField(max_length=7)
    delivers = models.CharField(max_length=7)
    works_on_public_holidays = models.BooleanField(default=False)

    class Meta:
        ordering = ("carrier", "country", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=["carrier", "country", "valid_from"], name="carrier_week_once"),
            models.CheckConstraint(condition=~Q(collects="") & ~Q(delivers=""), name="carrier_works_some_day"),
        )


class CustomsDays(Dated):
    """Working days that customs take on the way from the warehouse to a country; both ends included."""

    country = models.CharField(max_length=2)
    fewest = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("country", "-valid_from")
        constraints = (
            models.UniqueConstraint(fields=["country", "valid_from"], name="customs_days_once"),
            models.CheckConstraint(condition=Q(most__gte=F("fewest")), name="customs_days_forward"),
        )


class Whose(models.TextChoices):
    WAREHOUSE = "warehouse"
    CARRIER = "carrier"
    PLACE = "place"
    """Everybody in a country, or in one of its regions."""


class SpecialDay(models.Model):
    """A day unlike its weekday: closed though it is none, or worked though it would not be."""

    whose = models.CharField(max_length=10, choices=Whose)
    carrier = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)
    day = models.DateField()
    works = models.BooleanField(default=False)
    name = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("day", "whose", "carrier", "country", "region")
        constraints = (
            models.UniqueConstraint(fields=["whose", "carrier", "country", "region", "day"], name="special_day_once"),
            models.CheckConstraint(
                condition=Q(whose="warehouse", carrier="", country="", region="")
                | Q(Q(whose="carrier", region=""), ~Q(carrier=""))
                | Q(Q(whose="place", carrier=""), ~Q(country="")),
                name="special_day_is_somebodys",
            ),
        )


class PeakSeason(models.Model):
    """Days on which everything takes longer: working days added to orders that are placed on them."""

    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()
    carrier = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    handling_days = models.PositiveSmallIntegerField(default=0)
    transit_days = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("first_day", "name")
        constraints = (models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="peak_season_forward"),)
