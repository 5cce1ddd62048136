from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "severshop.domain.inventory"
    label = "inventory"
