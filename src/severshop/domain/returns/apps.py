from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "severshop.domain.returns"
    label = "returns"
