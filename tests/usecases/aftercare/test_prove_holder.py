"""A code proves that somebody holds the order's address: the right one, once, in time."""

from datetime import timedelta

import pytest

from severshop.domain.orders.actions import correct_email, replace_link
from severshop.domain.orders.models import HolderCode, Order
from severshop.infra.codes import code_of
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import DroppedError
from severshop.usecases.aftercare.prove_holder import (
    CODES_BY_ORDER,
    CODES_BY_ORIGIN,
    TRIES,
    TRIES_BY_ORDER,
    NoCodeError,
    TooOftenError,
    WrongCodeError,
    ask_for_code,
    confirm,
)
from severshop.usecases.notifying.deliver_outbox import write_mail
from severshop.vocabulary.holder_code import CODE_LIVES
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(now):
    return placed_order(now=now)


def ask(order, now, origin="203.0.113.1"):
    ask_for_code(order.id, origin=origin, now=now)
    return code(order)


def code(order):
    return code_of(order.id.bytes, nonce=HolderCode.objects.get(order=order).nonce)


def other_than(right):
    return f"{(int(right) + 1) % 10**6:06d}"


def letters():
    rows = OutboxEntry.objects.filter(payload__kind="holder_code").order_by("created_at", "id")
    names = ("id", "topic", "key", "order_id", "payload", "created_at", "attempts")
    return [Entry(**{name: getattr(row, name) for name in names}) for row in rows]


def test_the_code_goes_to_the_orders_address_and_stands_in_no_table(order, now):
    right = ask(order, now)
    (entry,) = letters()
    assert right not in str(entry.payload)
    mail = write_mail(entry, now=now)
    assert mail.to == ["ada@example.com"]
    assert f"{right[:3]} {right[3:]}" in mail.subject
    assert f"{right[:3]} {right[3:]}" in mail.body
    assert order.number in mail.body


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}{0[1]}{0[2]}-{0[3]}{0[4]}{0[5]}"]
)
def test_the_right_code_proves_it(order, now, typed):
    proof = confirm(order.id, code=typed.format(ask(order, now)), now=now)
    assert (proof.order_id, proof.email_version, proof.link_generation) == (order.id, 1, 1)


def test_a_code_works_once(order, now):
    right = ask(order, now)
    confirm(order.id, code=right, now=now)
    with pytest.raises(NoCodeError):
        confirm(order.id, code=right, now=now)


def test_only_the_newest_code_works(order, now):
    first = ask(order, now)
    second = ask(order, now + timedelta(minutes=1))
    if first != second:
        with pytest.raises(WrongCodeError):
            confirm(order.id, code=first, now=now + timedelta(minutes=2))
    confirm(order.id, code=second, now=now + timedelta(minutes=2))


def test_a_code_ends_with_its_time(order, now):
    right = ask(order, now)
    with pytest.raises(NoCodeError):
        confirm(order.id, code=right, now=now + CODE_LIVES + timedelta(seconds=1))
    with pytest.raises(DroppedError):
        write_mail(letters()[0], now=now + CODE_LIVES + timedelta(seconds=1))


def test_after_too_many_tries_even_the_right_code_does_not_help(order, now):
    right = ask(order, now)
    left = []
    for _n in range(TRIES):
        with pytest.raises(WrongCodeError) as refused:
            confirm(order.id, code=other_than(right), now=now)
        left.append(refused.value.left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(NoCodeError):
        confirm(order.id, code=right, now=now)


def test_new_codes_bring_no_tries_without_end(order, now):
    for asking in range(TRIES_BY_ORDER // TRIES):
        right = ask(order, now + timedelta(minutes=asking))
        for _n in range(TRIES):
            with pytest.raises(WrongCodeError):
                confirm(order.id, code=other_than(right), now=now + timedelta(minutes=asking))
    right = ask(order, now + timedelta(minutes=10))
    with pytest.raises(TooOftenError):
        confirm(order.id, code=right, now=now + timedelta(minutes=10))


def test_codes_are_not_asked_for_without_end(order, now):
    for n in range(CODES_BY_ORDER):
        ask(order, now, origin=f"203.0.113.{n}")
    with pytest.raises(TooOftenError):
        ask(order, now, origin="203.0.113.99")
    assert len(letters()) == CODES_BY_ORDER


def test_a_place_does_not_ask_without_end(now):
    orders = [placed_order(now=now) for _ in range(CODES_BY_ORIGIN + 1)]
    for one in orders[:-1]:
        ask(one, now)
    with pytest.raises(TooOftenError):
        ask(orders[-1], now)


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "1234567", "１２３４５６", "0" * 5000])
def test_what_is_no_code_is_wrong(order, now, typed):
    ask(order, now)
    with pytest.raises(WrongCodeError):
        confirm(order.id, code=typed, now=now)


def test_without_asking_there_is_no_code(order, now):
    with pytest.raises(NoCodeError):
        confirm(order.id, code="000000", now=now)


@pytest.mark.parametrize("change", ["address", "link"])
def test_another_address_or_link_ends_the_code(order, now, change):
    right = ask(order, now)
    row = Order.objects.get(pk=order.id)
    if change == "address":
        correct_email(row, email="ada@elsewhere.example", now=now)
        with pytest.raises(DroppedError):
            write_mail(letters()[0], now=now)
    else:
        replace_link(row, now=now)
    with pytest.raises(NoCodeError):
        confirm(order.id, code=right, now=now)


def test_a_code_is_of_its_order_alone(order, now):
    other = placed_order(now=now)
    right = ask(order, now)
    if ask(other, now) != right:
        with pytest.raises(WrongCodeError):
            confirm(other.id, code=right, now=now)
