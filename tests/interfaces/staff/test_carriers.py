"""The carrier table on the screen: read and tried out by all, changed by owners."""

import pytest

from severshop.domain.shipping.actions import NewCarrierRule, add_rule, load_shipping
from severshop.domain.shipping.models import CarrierRule
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

PAGE = "/staff/carriers/"
LINE = {
    "priority": "5",
    "place": "CH",
    "option": "standard",
    "weight_from_grams": "0",
    "weight_to_grams": "2000",
    "carrier": "dhl",
}


@pytest.fixture(autouse=True)
def table(db):
    load_shipping(carriers=["ups"])


@pytest.fixture
def owner(as_role):
    return as_role(Role.OWNER)


def said(response):
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_everybody_of_the_staff_reads_the_table(warehouse):
    page = said(warehouse.get(PAGE))
    assert page.count("<tr") == 1 + CarrierRule.objects.count()
    assert "Outside the union" in page
    assert "Add a line" not in page
    assert "/staff/carriers/add/" not in page


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (
            "country=CH&option=standard&weight=1640",
            "By the carrier table: Outside the union, any delivery, any weight.",
        ),
        ("country=CH&option=standard&weight=1640", "It weighs 1.64 kg."),
        ("country=GB&option=standard&weight=999", "By the carrier table: United Kingdom, Standard, 500 g to 1 kg."),
        ("country=GB&option=standard&weight=499", "By the carrier table: Outside the union"),
    ],
)
def test_the_preview_says_which_carrier_and_why(warehouse, asked, answer):
    add_rule(
        NewCarrierRule(
            priority=1, carrier="ups", country="GB", option="standard", weight_from_grams=500, weight_to_grams=1000
        )
    )
    page = said(warehouse.get(f"{PAGE}?{asked}"))
    assert answer in page
    assert page.count("This line fits") == 1
    assert CarrierRule.objects.count() == 4


def test_the_preview_says_when_no_line_fits(warehouse):
    CarrierRule.objects.filter(zone="outside").delete()
    page = said(warehouse.get(f"{PAGE}?country=CH&option=express&weight=820"))
    assert "No line fits 820 g to Switzerland" in page
    assert "This line fits" not in page


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("country=US&option=standard&weight=1", "not one of the available choices"),
        ("country=CH&option=pigeon&weight=1", "not one of the available choices"),
        ("country=CH&option=standard&weight=-1", "greater than or equal to 0"),
        ("country=CH&option=standard&weight=much", "whole number"),
        ("country=CH&option=standard", "required"),
    ],
)
def test_the_preview_says_what_is_wrong(warehouse, asked, wrong):
    response = warehouse.get(f"{PAGE}?{asked}")
    assert response.status_code == 200
    assert wrong in said(response)


def test_the_page_without_a_question_asks_none(warehouse):
    for path in (PAGE, f"{PAGE}?utm=1"):
        page = said(warehouse.get(path))
        assert 'role="alert"' not in page
        assert 'role="status"' not in page


def test_a_line_of_a_carrier_that_is_gone_is_marked(warehouse):
    add_rule(NewCarrierRule(priority=1, carrier="pigeon", zone="home"))
    assert "does not speak to this carrier" in said(warehouse.get(PAGE))


def test_an_empty_table_says_so(warehouse):
    CarrierRule.objects.all().delete()
    assert "whoever packs chooses" in said(warehouse.get(PAGE))


def test_an_owner_adds_changes_and_removes_a_line(owner):
    response = owner.post(f"{PAGE}add/", LINE, follow=True)
    assert "The line is added." in said(response)
    rule = CarrierRule.objects.get(country="CH")
    assert (rule.priority, rule.zone, rule.option, rule.carrier) == (5, "", "standard", "dhl")
    assert (rule.weight_from_grams, rule.weight_to_grams) == (0, 2000)
    page = said(owner.get(f"{PAGE}{rule.pk}/"))
    assert 'value="2000"' in page
    assert '<option value="CH" selected>' in page
    changed = LINE | {"place": "union", "option": "", "weight_to_grams": "", "carrier": "ups"}
    assert "The line is changed." in said(owner.post(f"{PAGE}{rule.pk}/", changed, follow=True))
    rule.refresh_from_db()
    assert (rule.zone, rule.country, rule.option, rule.weight_to_grams, rule.carrier) == ("union", "", "", None, "ups")
    assert "The line is removed." in said(owner.post(f"{PAGE}{rule.pk}/remove/", follow=True))
    assert not CarrierRule.objects.filter(pk=rule.pk).exists()
    assert "removed already" in said(owner.post(f"{PAGE}{rule.pk}/remove/", follow=True))


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"priority": "0"}, "greater than or equal to 1"),
        ({"priority": ""}, "required"),
        ({"priority": "99999"}, "less than or equal to 9999"),
        ({"place": "moon"}, "not one of the available choices"),
        ({"place": ""}, "required"),
        ({"option": "pigeon"}, "not one of the available choices"),
        ({"carrier": "pigeon"}, "not one of the available choices"),
        ({"weight_from_grams": "2001"}, "Not less than where the line begins."),
        ({"weight_to_grams": "-5"}, "greater than or equal to 0"),
        ({"weight_to_grams": "99999999"}, "less than or equal to 1000000"),
    ],
)
def test_a_wrong_line_is_said_so_and_changes_nothing(owner, change, wrong):
    before = list(CarrierRule.objects.values())
    for path in ("add/", f"{CarrierRule.objects.first().pk}/"):
        response = owner.post(f"{PAGE}{path}", LINE | change)
        assert response.status_code == 400
        assert wrong in said(response)
    assert list(CarrierRule.objects.values()) == before


def test_a_line_that_is_gone_is_not_found(owner):
    assert owner.get(f"{PAGE}999/").status_code == 404
    assert owner.post(f"{PAGE}999/", LINE).status_code == 404


def test_a_line_keeps_a_country_and_a_way_that_are_offered_no_more(owner):
    key = add_rule(NewCarrierRule(priority=1, carrier="ups", country="US", option="balloon"))
    kept = LINE | {"place": "US", "option": "balloon"}
    assert owner.post(f"{PAGE}{key}/", kept).status_code == 302
    assert CarrierRule.objects.get(pk=key).country == "US"
