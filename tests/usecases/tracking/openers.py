"""A process in which legs are opened while a worker reads what came for them. Prints how many scans are missing."""

import itertools
import json
import sys
import threading
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from severshop.domain.orders.models import Order  # noqa: E402
from severshop.domain.tracking.models import RawMessage, ScanRow  # noqa: E402
from severshop.usecases.tracking.receive_messages import message, receive_messages  # noqa: E402
from severshop.usecases.tracking.update_timelines import update_timelines  # noqa: E402
from tests.factories import packed_parcel, placed_order, track_alert, ups_number  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ROUNDS = 25
LONG_ENOUGH = 0.3
"""Seconds in which a worker surely reads one message, where nobody makes it wait."""


def hear_of(order: Order) -> None:
    body = track_alert(ups_number(order, 1), at=NOW + timedelta(hours=1), kind="I", code="OR")
    receive_messages([message("ups", body)], now=NOW)


def read_all() -> None:
    while update_timelines(now=NOW):
        pass


def pack(order: Order) -> None:
    with transaction.atomic():
        packed_parcel(order, now=NOW)


def in_a_thread(do) -> threading.Thread:
    def run() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def read_before_the_commit() -> None:
    """The message is read when the leg is there for whoever opened it, and for nobody else yet."""
    order = placed_order(now=NOW)
    hear_of(order)
    with transaction.atomic():
        packed_parcel(order, now=NOW)
        worker = in_a_thread(lambda: update_timelines(now=NOW))
        worker.join(LONG_ENOUGH)
    worker.join()
    read_all()


def opened_while_it_is_read() -> None:
    """The leg is opened after the worker has looked for it in vain, and before it puts the message aside."""
    order = placed_order(now=NOW)
    hear_of(order)
    looked, opened = threading.Event(), threading.Event()
    looks = itertools.count(1)

    def look_and_wait(execute, sql, *rest):
        result = execute(sql, *rest)
        # It looks before and after it takes the orders' locks.
        if "FROM tracking_leg" in sql and next(looks) == 2:
            looked.set()
            opened.wait(LONG_ENOUGH)
        return result

    def read() -> None:
        with connection.execute_wrapper(look_and_wait):
            update_timelines(now=NOW)

    worker = in_a_thread(read)
    looked.wait()
    pack(order)
    opened.set()
    worker.join()
    read_all()


def at_once() -> None:
    order = placed_order(now=NOW)
    hear_of(order)
    start = threading.Barrier(2)

    def read() -> None:
        start.wait()
        update_timelines(now=NOW)

    worker = in_a_thread(read)
    start.wait()
    pack(order)
    worker.join()
    read_all()


def main() -> None:
    call_command("migrate", verbosity=0)
    missing = {}
    for tale, times in ((read_before_the_commit, 1), (opened_while_it_is_read, 1), (at_once, ROUNDS)):
        before = ScanRow.objects.count()
        for _round in range(times):
            tale()
        missing[tale.__name__] = before + times - ScanRow.objects.count()
    missing["messages that are not read"] = RawMessage.objects.exclude(state="read").count()
    json.dump(missing, sys.stdout)


if __name__ == "__main__":
    main()
