from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "severshop.domain.promises"
    label = "promises"
