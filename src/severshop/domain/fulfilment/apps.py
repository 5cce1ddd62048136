from django.apps import AppConfig

from severshop.domain.fulfilment.rules import TRANSITIONS, check_transitions


class FulfilmentConfig(AppConfig):
    name = "severshop.domain.fulfilment"
    label = "fulfilment"

    def ready(self) -> None:
        """Refuse to start with a life cycle that contradicts itself."""
        check_transitions(TRANSITIONS)
