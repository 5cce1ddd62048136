from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "severshop.domain.withdrawals"
    label = "withdrawals"

    def ready(self) -> None:
        """Say what is kept about people here."""
        from severshop.domain.withdrawals.personal import (  # noqa: PLC0415 - models are ready only now
            erase_of,
            export_of,
        )
        from severshop.infra.people import Keeper, register  # noqa: PLC0415 - the same

        register(Keeper(name="withdrawals", export=export_of, erase=erase_of))
