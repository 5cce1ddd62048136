from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "severshop.domain.customers"
    label = "customers"
