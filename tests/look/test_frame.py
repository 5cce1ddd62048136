"""The frame of every page stands with and without a request."""

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory

from severshop.config import errors
from severshop.look.environment import make_environment

PAGES = ["errors/400.html", "errors/403.html", "errors/404.html", "errors/500.html", "errors/csrf.html"]


@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_says_what_to_do(name):
    page = get_template(name).render({}, RequestFactory().get("/"))
    assert page.count("<h1>") == 1
    assert "/help/" in page
    assert "/find-order/" in page
    assert " style=" not in page


def test_while_the_database_is_away_nobody_is_sent_where_it_is_needed():
    page = get_template("errors/503.html").render({}, RequestFactory().get("/"))
    main = page.partition("<main")[2].partition("</main>")[0]
    assert main.count("<h1>") == 1
    assert main.count("href=") == main.count('href=""') == 1


def test_the_status_page_can_use_the_frame_outside_of_a_request():
    look = settings.PACKAGE / "look" / "templates"
    from jinja2 import FileSystemLoader

    page = make_environment(loader=FileSystemLoader(look), autoescape=True).get_template("base.html").render()
    assert settings.SHOP_NAME in page
    assert "data-basket-count" in page or not settings.SHOP_HALF


@pytest.mark.shop
@pytest.mark.parametrize(
    ("said", "shown"), [("3", ">3<"), ("", " hidden>"), ("<b>", " hidden>"), ("99999", " hidden>")]
)
def test_the_count_in_the_header_is_a_number_or_nothing(said, shown):
    request = RequestFactory().get("/")
    request.COOKIES["basket_count"] = said
    page = get_template("errors/404.html").render({}, request)
    assert f"data-basket-count{shown}" in page or f"data-basket-count{shown.strip()}" in page


def test_wrong_pages_have_their_status():
    request = RequestFactory().get("/")
    assert errors.bad_request(request).status_code == 400
    assert errors.forbidden(request).status_code == 403
    assert errors.not_found(request).status_code == 404
    assert errors.server_error(request).status_code == 500
    assert errors.csrf_failure(request).status_code == 403
