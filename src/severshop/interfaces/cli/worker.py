"""The process that works: reads messages, delivers the outbox, runs the periodic jobs."""

import os
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.conf import settings
from django.db import connection

from severshop.infra import clock
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DeliveryError, Handler
from severshop.infra.wakeups import INBOX, make_waker
from severshop.interfaces.cli.loops import Clock, Jobs, Loop, Outbox, Timelines, run
from severshop.interfaces.cli.periodic import periodic_jobs
from severshop.usecases.aftercare.settle_charges import NotBesideError, settle_charge
from severshop.usecases.notifying.deliver_outbox import MAIL_TOPICS, post_office
from severshop.usecases.notifying.deliver_push import PUSH_TOPICS, push_service
from severshop.usecases.notifying.hear_mail import INBOUND_TOPICS, letter_box
from severshop.usecases.paying.charge import GatewayDownError, Unclear
from severshop.usecases.paying.deliver_refunds import REFUND_TOPICS, refund_desk
from severshop.usecases.paying.hear_gateway import SETTLE_TOPIC
from severshop.usecases.tracking.update_timelines import update_timelines

log = structlog.get_logger()

PAYMENT_TOPICS = (SETTLE_TOPIC,)
GRACE_SECONDS = 10.0
"""What a loop gets to finish what it has in hand before the process ends without it."""
NICENESS = 5
"""Those who answer people go first when there are too few processors."""


def run_worker(*, once: bool = False, stop: threading.Event | None = None) -> None:
    """Work until SIGTERM or SIGINT (or `stop`); with `once`, do what is due now and return."""
    stop = stop or threading.Event()
    if once:
        _run_once(stop)
        return
    if threading.current_thread() is threading.main_thread():
        _own_the_process(stop)
    log.info("worker.started", database=connection.vendor)
    threads = [_start(loop, stop) for loop in _side_loops(stop)]
    timelines = _timelines(stop)
    run(timelines, clock=clock.now, stop=stop)
    for thread in threads:
        thread.join(GRACE_SECONDS)
    log.info("worker.stopped")


def _run_once(stop: threading.Event) -> None:
    for loop in [_timelines(stop), *_side_loops(stop)]:
        while loop.step():
            pass


def _timelines(stop: threading.Event) -> Loop:
    return Timelines(_update, waker=make_waker(INBOX), clock=clock.now, stop=stop)


def _side_loops(stop: threading.Event) -> list[Loop]:
    return [
        Outbox("mail", MAIL_TOPICS, post_office, clock=clock.now, stop=stop),
        Outbox("push", PUSH_TOPICS, push_service, clock=clock.now, stop=stop),
        Outbox("inbound mail", INBOUND_TOPICS, letter_box, clock=clock.now, stop=stop),
        Outbox("payments", PAYMENT_TOPICS, _till, clock=clock.now, stop=stop),
        Outbox("refunds", REFUND_TOPICS, refund_desk, clock=clock.now, stop=stop),
        Jobs(periodic_jobs(), clock=clock.now, stop=stop),
    ]


def _update(now: datetime) -> int:
    return update_timelines(now=now)


@contextmanager
def _till(clock: Clock) -> Iterator[Handler]:
    """Yield what settles a payment that the gateway called about."""

    def handle(entry: Entry) -> None:
        payment_id = uuid.UUID(entry.payload["payment_id"])
        try:
            is_clear = not isinstance(settle_charge(payment_id, now=clock()), Unclear)
        except GatewayDownError:
            is_clear = False
        except NotBesideError:
            is_clear = _settle_order(payment_id, now=clock()) if settings.SHOP_HALF else True
        if not is_clear:
            raise DeliveryError("the gateway has not given a certain answer yet")

    yield handle


def _settle_order(payment_id: uuid.UUID, *, now: datetime) -> bool:
    from severshop.usecases.buying.outcomes import Unclear  # noqa: PLC0415 - only where the shop half is
    from severshop.usecases.buying.place_order import settle  # noqa: PLC0415 - the same

    return not isinstance(settle(payment_id, now=now), Unclear)


def _start(loop: Loop, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(
        target=run, args=(loop,), kwargs={"clock": clock.now, "stop": stop}, name=loop.name, daemon=True
    )
    thread.start()
    return thread


def _own_the_process(stop: threading.Event) -> None:
    os.nice(NICENESS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
