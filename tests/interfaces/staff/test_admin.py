"""Django's admin: facts to read, policy and goods to change."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory

from severshop.domain.audit.queries import noted
from severshop.domain.customers.models import StaffRole, User
from severshop.domain.shipping.models import Destination
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

TO_CHANGE = {
    "shipping.Destination",
    "shipping.DeliveryOption",
    "catalogue.Product",
    "catalogue.Colour",
    "customers.User",
}
"""What a person may decide; everything else is only there to be read."""


@pytest.fixture
def owner(as_role):
    return as_role(Role.OWNER)


def test_a_person_may_change_policy_goods_and_people_and_nothing_else(owner):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(email="owner@shop.example")
    site = admin.site
    changeable = {
        model._meta.label
        for model, options in site._registry.items()
        if options.has_add_permission(request)
        or options.has_change_permission(request)
        or options.has_delete_permission(request)
    }
    assert changeable == {name for name in TO_CHANGE if apps.is_installed(f"severshop.domain.{name.split('.')[0]}")}


def test_every_table_can_be_looked_at(owner, order, factories, now):
    factories.packed_parcel(order, now=now)
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert owner.get(path).status_code == 200, path
        if first := model._default_manager.first():
            assert owner.get(f"{path}{first.pk}/change/").status_code == 200, path


def test_a_fact_cannot_be_changed_even_by_an_owner(owner, order):
    path = f"/admin/orders/order/{order.pk}/"
    assert owner.post(f"{path}change/", {"email": "thief@example.com"}).status_code == 403
    assert owner.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    assert owner.get("/admin/orders/order/add/").status_code == 403
    order.refresh_from_db()
    assert order.email == "ada@example.com"


def test_policy_can_be_changed(owner):
    form = {"country": "NO", "zone": "outside", "vat_rate_bp": "2500", "position": "9"}
    assert owner.post("/admin/shipping/destination/add/", form).status_code == 302
    assert Destination.objects.get(country="NO").vat_rate_bp == 2500


def test_an_owner_hires_somebody(owner):
    form = {
        "email": "new@shop.example",
        "name": "New",
        "is_staff": "on",
        "usable_password": "true",
        "password1": "a-very-long-one",
        "password2": "a-very-long-one",
        "roles-TOTAL_FORMS": "0",
        "roles-INITIAL_FORMS": "0",
    }
    assert owner.post("/admin/customers/user/add/", form).status_code == 302
    hired = User.objects.get(email="new@shop.example")
    assert hired.check_password("a-very-long-one")
    form = {
        "email": hired.email,
        "name": "New",
        "is_staff": "on",
        "is_active": "on",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-user": str(hired.pk),
        "roles-0-role": "support",
    }
    assert owner.post(f"/admin/customers/user/{hired.pk}/change/", form).status_code == 302
    assert StaffRole.objects.get(user=hired).role == "support"


def test_every_change_stands_in_the_log_without_what_was_in_it(owner):
    form = {"country": "NO", "zone": "outside", "vat_rate_bp": "2500", "position": "9"}
    owner.post("/admin/shipping/destination/add/", form)
    path = f"/admin/shipping/destination/{Destination.objects.get(country='NO').pk}/"
    owner.post(f"{path}change/", form | {"vat_rate_bp": "2400"})
    owner.post(f"{path}delete/", {"post": "yes"})
    added, changed, deleted = reversed(noted())
    assert [one.act for one in (added, changed, deleted)] == ["add in admin", "change in admin", "delete in admin"]
    assert {one.about for one in (added, changed, deleted)} == {"shipping.destination NO"}
    assert {one.by_id for one in (added, changed, deleted)} == {User.objects.get(email="owner@shop.example").pk}
    assert changed.detail == {"fields": "Vat rate bp"}
    assert "Added a row in the admin" in owner.get("/staff/audit/").content.decode()


def test_another_role_stands_in_the_log(owner):
    sam = User.objects.create_user("sam@shop.example", "a-very-long-one", is_staff=True)
    form = {
        "email": sam.email,
        "name": "Sam Private",
        "is_active": "on",
        "is_staff": "on",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-role": "finance",
    }
    assert owner.post(f"/admin/customers/user/{sam.pk}/change/", form).status_code == 302
    assert StaffRole.objects.filter(user=sam).exists()
    (told,) = noted()
    assert (told.act, told.about) == ("change in admin", f"customers.user {sam.pk}")
    assert "role" in told.detail["fields"]
    assert "Private" not in str(told.detail)
