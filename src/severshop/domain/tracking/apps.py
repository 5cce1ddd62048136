from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "severshop.domain.tracking"
    label = "tracking"
