from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "severshop.domain.shipping"
    label = "shipping"
