from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "severshop.domain.notifications"
    label = "notifications"
