"""The worker's desk for money that goes back: what the outbox holds of refunds and chargebacks."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from severshop.domain.payments.gateway import NoCertainAnswerError
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DeliveryError, GiveUpError, Handler
from severshop.usecases.paying.hear_gateway import CHARGEBACK_TOPIC, REFUND_TOPIC
from severshop.usecases.paying.settle_refunds import (
    UnknownChargebackError,
    UnknownRefundError,
    settle_chargeback,
    settle_refund,
)

REFUND_TOPICS = (REFUND_TOPIC, CHARGEBACK_TOPIC)


@contextmanager
def refund_desk(clock: Callable[[], datetime]) -> Iterator[Handler]:
    """Yield what settles a refund or takes in a chargeback; it comes again until the gateway is certain."""

    def handle(entry: Entry) -> None:
        try:
            if entry.topic == REFUND_TOPIC:
                settle_refund(uuid.UUID(entry.payload["refund_id"]), now=clock())
            else:
                settle_chargeback(entry.payload["provider_ref"], now=clock())
        except NoCertainAnswerError as error:
            raise DeliveryError("the gateway has not given a certain answer yet") from error
        except (UnknownRefundError, UnknownChargebackError) as error:
            raise GiveUpError("there is no such refund or chargeback") from error

    yield handle
