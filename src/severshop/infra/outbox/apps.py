from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "severshop.infra.outbox"
    label = "outbox"
