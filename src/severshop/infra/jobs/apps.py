from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "severshop.infra.jobs"
    label = "jobs"
