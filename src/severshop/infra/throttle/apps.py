from django.apps import AppConfig


class ThrottleConfig(AppConfig):
    name = "severshop.infra.throttle"
    label = "throttle"
