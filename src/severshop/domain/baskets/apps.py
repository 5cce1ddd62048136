from django.apps import AppConfig


class BasketsConfig(AppConfig):
    name = "severshop.domain.baskets"
    label = "baskets"
