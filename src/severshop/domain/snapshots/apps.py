from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "severshop.domain.snapshots"
    label = "snapshots"
