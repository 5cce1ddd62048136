from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "severshop.domain.fulfilment"
    label = "fulfilment"
