import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from severshop.domain.customers.actions import add_address
from severshop.domain.customers.models import User
from severshop.domain.customers.rules import HomeAddress
from severshop.domain.orders.models import Order
from severshop.domain.policies.kinds import values_of
from severshop.domain.policies.models import PolicyRow
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


def write(policy, *, now, kind="returns"):
    PolicyRow.objects.create(
        kind=kind, region=policy.region, valid_from=policy.valid_from, values=values_of(policy), made_at=now
    )


def test_returns_are_read_for_a_country_where_policies_differ(client, now):
    load_shipping()
    assert 'name="country"' not in client.get("/help/returns/").content.decode()
    write(replace(POLICIES[-1], region="CH", valid_from=date(2026, 2, 1), return_days=60, sources={}), now=now)
    page = client.get("/help/returns/").content.decode()
    assert 'name="country"' in page
    assert "You have 14 days from the day the last piece arrives" in page
    assert "For orders to Germany that were placed from Thu 1 January 2026 on." in page
    swiss = client.get("/help/returns/?country=CH").content.decode()
    assert "You can send it back within 60 days of its arrival, without a reason." in swiss
    assert "For orders to Switzerland that were placed from Sun 1 February 2026 on." in swiss
    assert "Directive" not in swiss
    assert "14 days from the day" in client.get("/help/returns/?country=nowhere").content.decode()


def test_policies_are_read_for_the_readers_own_country(client, now):
    load_shipping()
    write(replace(POLICIES[-1], region="CH", valid_from=date(2026, 2, 1), return_days=60, sources={}), now=now)

    def shown(language):
        page = client.get("/help/returns/", headers={"Accept-Language": language}).content.decode()
        return re.search(r'value="(..)" selected', page)[1]

    assert shown("fr-CH,fr;q=0.9") == "CH"
    assert shown("en-US,en;q=0.9") == "DE"
    assert shown("xx-ZZ, <script>") == "DE"
    user = User.objects.create_user("ada@example.com", "a-long-password")
    add_address(user.pk, HomeAddress(name="Ada", street="Nyhavn 17", city="Copenhagen", country="DK"), now=now)
    client.force_login(user)
    assert shown("fr-CH,fr;q=0.9") == "DK"


def test_what_comes_is_said_with_its_day(client, now):
    load_shipping()
    day = clock.now().astimezone(shop_zone()).date() + timedelta(days=7)
    write(replace(POLICIES[-1], region="EU", valid_from=day, return_days=30), now=now)
    page = client.get("/help/returns/").content.decode()
    assert "For orders that are placed from" in page
    assert "You can send it back within 30 days of its arrival" in page
    assert "You have 14 days from the day the last piece arrives" in page


def test_shipping_says_what_holds_when_it_is_late(client):
    load_shipping()
    swiss = client.get("/help/shipping/?country=CH").content.decode()
    assert "Outside the European Union we ask the carrier after 10 working days without a scan." in swiss
    assert "From 10 working days after the last promised day on you may call it off" in swiss
    assert "Art. 18(2)" not in swiss
    page = client.get("/help/shipping/").content.decode()
    assert "At home we ask the carrier after 4 working days without a scan." in page
    assert "Outside the European Union we ask" not in page
    assert "Art. 18(2)" in page
    assert "For orders to Germany that were placed from Thu 1 January 2026 on." in page


def test_an_order_keeps_what_held_on_its_day_in_its_country(client, now):
    load_shipping()
    order = placed_order(now=now)
    path = f"/order/{link_token(order.id, generation=1)}/help/refund/"
    write(replace(POLICIES[-1], region="DK", valid_from=now.date() + timedelta(days=1), return_days=60), now=now)
    assert "You have 14 days from its arrival" in client.get(path).content.decode()
    write(replace(POLICIES[-1], region="EU", valid_from=now.date() - timedelta(days=1), return_days=45), now=now)
    assert "You have 45 days from its arrival" in client.get(path).content.decode()


def test_where_nothing_comes_back_the_pages_say_so_and_name_no_law(client, now):
    load_shipping()
    free = replace(POLICIES[-1], region="CH", valid_from=date(2026, 2, 1), withdrawal_days=0, sources={})
    write(free, now=now)
    page = client.get("/help/returns/?country=CH").content.decode()
    assert "it cannot be sent back" in page
    assert "How it goes" not in page
    write(replace(free, region="DK"), now=now)
    order = placed_order(now=now)
    base = f"/order/{link_token(order.id, generation=1)}/help/"
    assert "Only for what is faulty" in client.get(f"{base}refund/").content.decode()
    for slug in TOPICS:
        assert client.get(f"{base}{slug}/").status_code == 200
