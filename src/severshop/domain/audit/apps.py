from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "severshop.domain.audit"
    label = "audit"
