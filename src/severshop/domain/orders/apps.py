from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "severshop.domain.orders"
    label = "orders"
