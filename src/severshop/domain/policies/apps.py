from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "severshop.domain.policies"
    label = "policies"
