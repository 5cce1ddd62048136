from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "severshop.domain.catalogue"
    label = "catalogue"
