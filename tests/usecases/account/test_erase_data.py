"""After an account is deleted no table knows the person any more; the books keep what the law wants."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from severshop.domain.customers.models import SavedAddress, User
from severshop.domain.customers.rules import HomeAddress, WornSize
from severshop.domain.orders.actions import NewAddress, correct_email
from severshop.domain.orders.models import Address, Order
from severshop.domain.payments.models import Payment
from severshop.domain.tracking.models import LegReport, RawMessage, ScanRow
from severshop.infra.links import link_token
from severshop.infra.outbox.actions import NewEntry, put
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.models import OutboxEntry
from severshop.infra.outbox.runner import DroppedError
from severshop.usecases.account.erase_data import (
    StaffAccountError,
    StillUnderWayError,
    erase_data,
    what_is_kept,
)
from severshop.usecases.account.keep_profile import add_address, keep_details
from severshop.usecases.notifying.deliver_outbox import write_mail
from severshop.usecases.reading.link_holder import order_by_token
from severshop.usecases.tracking.receive_messages import message, receive_messages
from severshop.usecases.tracking.update_timelines import update_timelines
from tests.factories import packed_parcel, placed_order, track_alert

pytestmark = pytest.mark.django_db
EMAIL = "xaverine.quitz@example.com"
TRACES = ("xaverine", "quitz", "zaubergasse", "0999 123", "old.address@", "4711 geheim")
"""What must not be found anywhere, in any case."""
HOME = NewAddress(
    name="Xaverine Quitz", street="Zaubergasse 7", extra="4711 geheim", city="Wien", postal_code="1010", country="AT",
    phone="+43 0999 123",
)  # fmt: skip


@pytest.fixture
def xaverine():
    user = User.objects.create_user(EMAIL, "a-long-password", name="Xaverine Quitz")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def bought(xaverine, now):
    """An order with everything that can be kept about who bought it, delivered."""
    order = placed_order(now=now, address=HOME)
    Order.objects.filter(pk=order.pk).update(email="old.address@example.com", customer=xaverine)
    order.refresh_from_db()
    correct_email(order, email=EMAIL, now=now)
    parcel = packed_parcel(order, now=now)
    deliver(parcel.tracking_number, now=now)
    LegReport.objects.update_or_create(
        leg_id=leg_of(parcel), defaults={"order": order, "parcel": parcel, "proof_name": "XAVERINE", "proof_link": "x"}
    )
    ScanRow.objects.filter(order=order).update(text="Handed to Xaverine Quitz")
    Payment.objects.create(
        order_id=order.id,
        amount_minor=13390,
        method="card_ok",
        state="succeeded",
        card_hint="Visa 4242",
        started_at=now,
    )
    return order


def leg_of(parcel):
    return apps.get_model("tracking", "Leg").objects.get(parcel=parcel).id


def deliver(number, *, now):
    body = json.loads(track_alert(number, at=now + timedelta(hours=20), kind="D", code="FS", city="WIEN", country="AT"))
    body["deliveryLocation"] = {"receivedBy": "XAVERINE QUITZ"}
    receive_messages([message("ups", json.dumps(body).encode())], now=now + timedelta(hours=20))
    update_timelines(now=now + timedelta(hours=20))


def everything():
    """Every value of every table, as the database holds it."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own names
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", value


def traces(words=TRACES):
    found = set()
    for where, value in everything():
        raw = bytes(value) if isinstance(value, memoryview | bytes | bytearray) else str(value).encode()
        text = raw.decode("utf-8", "replace").lower()
        found |= {f"{where}: {word}" for word in words if word in text}
    return found


@pytest.fixture
def whole_life(xaverine, bought, now):
    """All that somebody can leave behind in the shop."""
    keep_details(
        xaverine.pk, name="Xaverine Quitz", language="de", sizes=[WornSize(wearer="women", system="eu", size="39")]
    )
    home = {
        name: getattr(HOME, name) for name in ("name", "street", "extra", "city", "postal_code", "country", "phone")
    }
    add_address(xaverine.pk, HomeAddress(**home), now=now)
    EmailAddress.objects.create(user=xaverine, email="xaverine@work.example", verified=True)
    Authenticator.objects.create(user=xaverine, type="totp", data={"secret": "xaverine"})
    session = SessionStore()
    session["note"] = "xaverine"
    session.create()
    UserSession.objects.create(
        user=xaverine, session_key=session.session_key, ip="203.0.113.9", user_agent="Xaverine's phone"
    )
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=xaverine,
        content_type=kind,
        object_id=str(xaverine.pk),
        object_repr=EMAIL,
        action_flag=CHANGE,
        change_message="",
    )
    put([NewEntry("mail", "k1", None, {"kind": "account", "secret": {"to": EMAIL}})], now=now)
    put([NewEntry("mail", "k2", bought.id, {"kind": "link", "parcel": None})], now=now)
    OutboxEntry.objects.filter(key="k2").update(failed_at=now, last_error=f"550 no such user {EMAIL}")
    ask_and_choose(xaverine, bought, now=now)
    if settings.SHOP_HALF:
        checkout = apps.get_model("baskets", "Checkout")
        for customer in (xaverine, None):
            checkout.objects.create(
                started_at=now,
                changed_at=now,
                customer=customer,
                contact={"email": EMAIL.upper(), "phone": "0999 123"},
                address={"name": "Xaverine Quitz", "street": "Zaubergasse 7"},
            )
    return bought


def ask_and_choose(user, order, *, now):
    """What other rooms keep: questions and mails that came in."""
    case = apps.get_model("support", "Case")
    entry = apps.get_model("support", "Entry")
    inbound = apps.get_model("notifications", "InboundMail")
    for n, whose in enumerate(({"order": order}, {"customer": user, "email": EMAIL}, {"email": EMAIL.upper()})):
        hashes = {name: f"{name}-{n}" for name in ("token_hash", "reply_hash", "submit_hash")}
        asked = case.objects.create(opened_at=now, **whose, **hashes)
        entry.objects.create(case=asked, position=1, kind="asked", at=now, text="It is me, Xaverine Quitz")
    inbound.objects.create(digest="d", body=b"Xaverine Quitz is away", received_at=now, order=order)
    inbound.objects.create(digest="e", body=f"From: Xaverine <{EMAIL.upper()}>".encode(), received_at=now)


def test_the_walk_over_all_tables_sees_what_is_there(whole_life):
    tables = {trace.partition(".")[0] for trace in traces()}
    assert {
        "orders_order",
        "orders_address",
        "orders_emailcorrection",
        "customers_user",
        "customers_savedaddress",
        "account_emailaddress",
        "mfa_authenticator",
        "usersessions_usersession",
        "django_admin_log",
        "outbox_outboxentry",
        "tracking_rawmessage",
        "tracking_scan",
        "tracking_legreport",
        "support_case",
        "support_entry",
        "notifications_inboundmail",
    } <= tables


def test_no_table_knows_the_person_any_more(xaverine, whole_life, now):
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    assert traces() == set()
    assert str(xaverine.pk) not in {str(value) for _where, value in everything()}
    assert Session.objects.count() == 0


def test_the_books_keep_what_the_law_wants(xaverine, bought, now):
    before = Order.objects.values(*BOOKS).get(pk=bought.pk)
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    order = Order.objects.get(pk=bought.pk)
    assert Order.objects.values(*BOOKS).get(pk=bought.pk) == before
    assert (order.email, order.customer_id, order.erased_at) == ("", None, now + timedelta(days=2))
    where = Address.objects.get(order=order)
    assert (where.country, where.city, where.name) == ("AT", "", "erased")
    assert list(order.lines.values_list("sku", "quantity", "unit_minor")) == [("STR-RUST-42", 1, 12900)]
    paid = Payment.objects.get(order_id=order.id)
    assert (paid.amount_minor, paid.state, paid.card_hint) == (13390, "succeeded", "")


BOOKS = ("number", "placed_at", "currency", "items_minor", "delivery_minor", "total_minor", "tax_minor", "tax_rate_bp")


def test_every_link_is_revoked_and_nothing_more_is_mailed(xaverine, bought, now):
    tokens = [link_token(bought.id, generation=generation) for generation in (1, 2)]
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    assert [order_by_token(token) for token in tokens] == [None, None]
    assert not OutboxEntry.objects.filter(done_at=None).exists()
    put([NewEntry("mail", "late news", bought.id, {"kind": "delivered", "parcel": 1})], now=now)
    late = OutboxEntry.objects.get(key="late news")
    names = ("id", "topic", "key", "order_id", "payload", "created_at", "attempts")
    with pytest.raises(DroppedError):
        write_mail(Entry(**{name: getattr(late, name) for name in names}), now=now + timedelta(days=3))


def test_carriers_words_are_gone_and_the_course_of_things_stays(xaverine, bought, now):
    assert RawMessage.objects.exists()
    scans = list(ScanRow.objects.values_list("milestone", "occurred_at"))
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    assert not RawMessage.objects.exists()
    assert list(ScanRow.objects.values_list("milestone", "occurred_at")) == scans


def test_a_guests_order_with_a_proved_address_is_not_left_behind(xaverine, bought, now):
    Order.objects.filter(pk=bought.pk).update(customer=None)
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    assert traces() == set()


def test_an_order_under_way_keeps_the_account(xaverine, now):
    order = placed_order(now=now, address=HOME)
    Order.objects.filter(pk=order.pk).update(customer=xaverine, email=EMAIL)
    with pytest.raises(StillUnderWayError) as refused:
        erase_data(xaverine.pk, now=now)
    assert refused.value.numbers == (order.number,)
    assert User.objects.filter(pk=xaverine.pk).exists()
    assert Address.objects.get(order=order).name == "Xaverine Quitz"


def test_other_people_lose_nothing(xaverine, bought, now):
    other = placed_order(now=now)
    bob = User.objects.create_user("ada@example.com", "a-long-password", name="Ada Winter")
    Order.objects.filter(pk=other.pk).update(customer=bob)
    add_address(bob.pk, HomeAddress(name="Ada Winter", street="Nyhavn 17", city="Copenhagen", country="DK"), now=now)
    deliver(packed_parcel(other, now=now).tracking_number, now=now)
    erase_data(xaverine.pk, now=now + timedelta(days=2))
    assert Address.objects.get(order=other).street == "Nyhavn 17"
    assert SavedAddress.objects.filter(user=bob).count() == 1
    assert RawMessage.objects.count() == 1
    assert order_by_token(link_token(other.id, generation=1)) is not None


def test_staff_are_not_deleted_by_themselves(xaverine, now):
    User.objects.update(is_staff=True)
    with pytest.raises(StaffAccountError):
        erase_data(xaverine.pk, now=now)


def test_somebody_who_never_bought_goes_without_a_trace(xaverine, now):
    assert what_is_kept(xaverine.pk, years=8).orders == 0
    erase_data(xaverine.pk, now=now)
    assert traces() == set()


def test_the_law_counts_from_the_end_of_the_year(xaverine, bought):
    kept = what_is_kept(xaverine.pk, years=8)
    assert (kept.orders, kept.until_year) == (1, 2034)


@pytest.mark.shop
def test_a_payment_under_way_keeps_the_account(xaverine, now):
    from severshop.infra.people import NotNowError

    apps.get_model("baskets", "Checkout").objects.create(
        started_at=now, changed_at=now, customer=xaverine, agreed={"anything": "at all"}
    )
    with pytest.raises(NotNowError):
        erase_data(xaverine.pk, now=now)
    assert User.objects.filter(pk=xaverine.pk).exists()
