from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "severshop.domain.returns"
    label = "returns"

    def ready(self) -> None:
        """Say what is kept about people here."""
        from severshop.domain.returns.personal import (  # noqa: PLC0415 - models are ready only now
            erase_of,
            export_of,
        )
        from severshop.infra.people import Keeper, register  # noqa: PLC0415 - the same

        register(Keeper(name="returns", export=export_of, erase=erase_of))
