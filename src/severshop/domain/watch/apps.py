from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "severshop.domain.watch"
    label = "watch"
