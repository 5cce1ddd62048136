from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "severshop.domain.claims"
    label = "claims"

    def ready(self) -> None:
        """Say what is kept about people here."""
        from severshop.domain.claims.personal import erase_of, export_of  # noqa: PLC0415 - models are ready only now
        from severshop.infra.people import Keeper, register  # noqa: PLC0415 - the same

        register(Keeper(name="claims", export=export_of, erase=erase_of))
