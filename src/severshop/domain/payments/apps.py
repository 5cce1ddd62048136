from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "severshop.domain.payments"
    label = "payments"
