from django.conf import settings
from django.db import models
from django.db.models import Q

from severshop.infra.ids import uuid7

ONE_OWNER = Q(user__isnull=True, order__isnull=False) | Q(user__isnull=False, order__isnull=True)


class Choice(models.Model):
    """What somebody wants to hear, and how: a person of all their orders, or whoever holds a link of one order.

    Without a row everything is told by e-mail (see `channels.Choices`).
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    order = models.OneToOneField("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    mail = models.JSONField(default=list)
    push = models.JSONField(default=list)
    calendar = models.BooleanField(default=True)
    is_quiet = models.BooleanField(default=True)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    zone = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=ONE_OWNER, name="choice_of_one"),)


class PushSubscription(models.Model):
    """A browser that may be told: where its push service takes messages for it, and the keys to lock them with."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField()
    endpoint_hash = models.CharField(max_length=43)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=ONE_OWNER, name="push_subscription_of_one"),
            models.UniqueConstraint(fields=["user", "endpoint_hash"], name="push_once_a_user"),
            models.UniqueConstraint(fields=["order", "endpoint_hash"], name="push_once_an_order"),
        )


class MailTrouble(models.Model):
    """Something that an address's mail server, its owner or its user told us about our mails. Append-only.

    The address itself stands only at the order; here it is a keyed hash (see `infra.addresses`).
    """

    address_hash = models.CharField(max_length=43)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")
    entry_id = models.UUIDField(null=True)
    """The outbox entry of the mail that it is about; for its user's wish to try again there is none."""
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entry_id", "kind"], name="mail_trouble_once"),)
        indexes = (
            models.Index(fields=["address_hash", "at"], name="mail_trouble_of_address"),
            models.Index(fields=["order"], name="mail_trouble_of_order"),
        )


class InboundMail(models.Model):
    """A mail that came in, as it came, kept before it is understood and forgotten some weeks after."""

    digest = models.CharField(max_length=43, unique=True)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["received_at"], name="inbound_mail_age"),)
