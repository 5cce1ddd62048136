from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "severshop.domain.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Say what is kept about people here."""
        from severshop.domain.notifications.personal import (  # noqa: PLC0415 - models are ready only now
            erase_of,
            export_of,
        )
        from severshop.infra.people import Keeper, register  # noqa: PLC0415 - the same

        register(Keeper(name="messages", export=export_of, erase=erase_of))
