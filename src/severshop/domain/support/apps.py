from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "severshop.domain.support"
    label = "support"

    def ready(self) -> None:
        """Say what is kept about people here."""
        from severshop.domain.support.personal import erase_of, export_of  # noqa: PLC0415 - models are ready only now
        from severshop.infra.people import Keeper, register  # noqa: PLC0415 - the same

        register(Keeper(name="questions", export=export_of, erase=erase_of))
