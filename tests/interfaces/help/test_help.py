from datetime import date, time, timedelta

import pytest

from severshop.domain.customers.models import User
from severshop.domain.orders.models import Order
from severshop.domain.policies.returns import POLICIES
from severshop.domain.promises.models import SpecialDay, WarehouseHours
from severshop.domain.promises.models.calendars import WEEK
from severshop.domain.shipping.actions import load_shipping
from severshop.domain.shipping.models import DeliveryOption
from severshop.infra import clock
from severshop.infra.links import link_token
from severshop.interfaces.help.tables import closed_days
from severshop.look.help.topics import TOPICS
from severshop.usecases.refresh_status import shop_zone
from tests.factories import placed_order

pytestmark = pytest.mark.django_db


def test_help_explains_the_four_words(client):
    page = client.get("/help/").content.decode()
    for word in ("Order Received", "In Process", "Shipped", "Delivered"):
        assert word in page
    assert "help@" in page


def test_shipping_says_what_the_checkout_will_ask_for(client):
    load_shipping()
    page = client.get("/help/shipping/").content.decode()
    assert "Denmark" in page
    assert "8.1%" in page
    assert "€4.90" in page
    assert "up to 1 business day" in page
    DeliveryOption.objects.filter(zone="home", code="standard").update(price_minor=555)
    assert "€5.55" in client.get("/help/shipping/").content.decode()


def test_a_shop_that_ships_nowhere_says_so(client):
    answer = client.get("/help/shipping/")
    assert answer.status_code == 200
    assert "has not said yet" in answer.content.decode()


def test_every_question_has_an_answer_in_general(client):
    load_shipping()
    for slug, topic in TOPICS.items():
        page = client.get(f"/help/{slug}/").content.decode()
        assert topic.question() in page
    assert client.get("/help/nothing/").status_code == 404


def test_returns_say_what_their_table_says(client):
    page = client.get("/help/returns/").content.decode()
    policy = POLICIES[-1]
    assert f"{policy.withdrawal_days} days" in page
    assert all(source.article in page for source in policy.sources.values())


def test_who_is_signed_in_is_asked_about_which_order(client, now):
    order = placed_order(now=now)
    user = User.objects.create_user("ada@example.com", "a-long-password")
    Order.objects.filter(pk=order.pk).update(customer=user)
    other = placed_order(now=now)
    client.force_login(user)
    for path in ("/help/", "/help/late/"):
        page = client.get(path).content.decode()
        assert "About which order?" in page
        assert f"/order/{link_token(order.id, generation=1)}/help/" in page
        assert other.number not in page


def test_an_order_shows_every_question_with_what_settles_it(client, now):
    order = placed_order(now=now)
    base = f"/order/{link_token(order.id, generation=1)}/help/"
    page = client.get(base).content.decode()
    assert "There is no number yet" in page
    assert "Nyhavn" not in page
    assert "ada@example.com" not in page
    for slug in TOPICS:
        assert client.get(f"{base}{slug}/").status_code == 200
    assert client.get(f"{base}nothing/").status_code == 404


def test_shipping_says_until_when_and_which_days_the_warehouse_is_closed(client, now):
    WarehouseHours.objects.create(
        time_zone="Europe/Berlin", valid_from=date(2020, 1, 1), changed_at=now, **dict.fromkeys(WEEK, time(11, 30))
    )
    tomorrow = clock.now().astimezone(shop_zone()).date() + timedelta(days=1)
    SpecialDay.objects.create(whose="warehouse", day=tomorrow, name="outing", changed_at=now)
    assert "by 11:30 on a working day" in client.get("/help/shipping/").content.decode()
    assert closed_days(clock.now())[0] == tomorrow
