"""Which language holds where, and the switch in the footer."""

import pytest
from django.test import Client

from severshop.domain.customers.actions import make_staff
from severshop.domain.customers.models import User
from severshop.vocabulary.roles import Role

pytestmark = pytest.mark.django_db

PAGE = "/find-order/"


def choose(client, language, *, back=PAGE, **headers):
    return client.post("/language/", {"language": language, "next": back}, headers=headers)


def spoken(client, path=PAGE, **headers):
    answer = client.get(path, headers=headers)
    assert f'<html lang="{answer.headers["Content-Language"]}">' in answer.text
    return answer.headers["Content-Language"]


def test_the_browser_is_asked_when_nobody_chose(client):
    assert spoken(client) == "en"
    assert spoken(client, **{"accept-language": "de-CH,fr;q=0.5"}) == "de"
    assert spoken(client, **{"accept-language": "fr"}) == "en"


def test_the_switch_comes_back_to_the_page_and_lasts(client):
    answer = choose(client, "de", back="/find-order/?from=mail&lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/find-order/?from=mail")
    assert spoken(client, **{"accept-language": "en"}) == "de"
    cookie = client.cookies["language"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    choose(client, "en")
    assert spoken(client, **{"accept-language": "de"}) == "en"


def test_an_address_can_ask_for_a_language_this_once(client):
    assert spoken(client, "/find-order/?lang=de") == "de"
    assert spoken(client) == "en"
    choose(client, "de")
    assert spoken(client, "/find-order/?lang=en") == "en"
    assert spoken(client, "/find-order/?lang=tlh") == "de"


@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "", "find-order/", "/" + "x" * 3000],
)
def test_it_leads_nowhere_else(client, back):
    assert choose(client, "de", back=back).headers["Location"] == "/"


@pytest.mark.parametrize("language", ["", "tlh", "de\r\nSet-Cookie: a=b", "x" * 5000])
def test_what_the_shop_does_not_speak_changes_nothing(client, language):
    assert choose(client, language).status_code == 302
    assert "language" not in client.cookies


def test_a_form_on_another_site_changes_nothing(client):
    choose(client, "de", **{"sec-fetch-site": "cross-site"})
    assert "language" not in client.cookies


def test_every_answer_says_what_it_depends_on(client):
    for path in (PAGE, "/help/", "/there-is-no-such-page/"):
        vary = client.get(path).headers["Vary"]
        assert "Accept-Language" in vary
        assert "Cookie" in vary


def test_error_pages_speak_it_too(client):
    answer = client.get("/there-is-no-such-page/", headers={"accept-language": "de"})
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "de")
    assert '<html lang="de">' in answer.text


def test_readers_who_are_not_signed_in_cost_no_query(client, django_assert_num_queries):
    choose(client, "de")
    with django_assert_num_queries(0):
        client.get(PAGE)


def test_an_address_is_no_place_for_html(client):
    answer = client.get("/there-is-no-such-page/?a=%22%3E%3Cscript%3E")
    assert "<script>" not in answer.text


def test_who_is_signed_in_takes_the_language_along(client):
    person = User.objects.create_user("ada@shop.example", "a-long-password")
    client.force_login(person)
    assert spoken(client) == "en"
    choose(client, "de")
    person.refresh_from_db()
    assert person.language == "de"
    elsewhere = Client()
    elsewhere.force_login(person)
    elsewhere.cookies["language"] = "en"
    assert spoken(elsewhere, **{"accept-language": "en"}) == "de"


def test_staff_read_their_pages_as_they_like(client):
    person = make_staff("sam@shop.example", name="Sam", password="a-long-one", roles=[Role.OWNER])
    client.force_login(person)
    assert spoken(client, "/staff/") == "en"
    choose(client, "de", back="/staff/")
    assert spoken(client, "/staff/") == "de"


def test_search_engines_find_each_language_where_anybody_may_look(client):
    page = client.get("/help/?lang=de").text
    for code in ("en", "de"):
        assert f'<link rel="alternate" hreflang="{code}" href="http://localhost:8000/help/?lang={code}">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://localhost:8000/help/">' in page
    assert "hreflang" not in client.get("/find-order/").text
