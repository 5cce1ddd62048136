"""axe finds nothing on any page but Django's own admin, in light and in dark, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.people import Shopper, Staff

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture(scope="module")
def bought(shop):
    """An order that is shipped, one that is only received: enough to fill every page."""
    return shop.order(journey="on_time"), shop.order(ships=False)


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}" for one in found]


def walk(page, paths):
    found = []
    for path in paths:
        response = page.goto(path)
        assert response is not None
        assert response.status < 500, path
        found += violations(page)
    return found


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_a_shopper_sees(bought, open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    shipped, received = bought
    found = walk(
        page,
        [
            "/",
            "/?kind=accessories",
            "/p/strada-runner/",
            "/basket/",
            "/help/",
            "/help/shipping/",
            "/find-order/",
            "/demo/mailbox/",
            "/nothing-here/",
            "/staff/sign-in/",
            f"/t/{shipped.token}",
            f"/t/{received.token}",
            f"/order/{received.token}/messages/",
            f"/order/{received.token}/messages/?saved=1",
            "/unsubscribe/nothing-here/",
            "/t/nothing-here-nothing-he",
        ],
    )
    shopper = Shopper(page)
    shopper.fill_basket()
    found += violations(page)
    page.get_by_role("button", name="To the checkout").click()
    page.get_by_role("button", name="On to delivery").click()
    found += violations(page)
    page.goto("/basket/")
    shopper.go_to_payment()
    found += violations(page)
    shopper.pay("card_declined")
    found += violations(page)
    shopper.pay()
    shopper.confirmed()
    found += violations(page)
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_the_staff_see(bought, open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    Staff(page).sign_in("owner")
    found = violations(page)
    found += walk(
        page,
        [
            "/staff/orders/",
            "/staff/orders/?show=delivered",
            "/staff/hand-over/",
            "/staff/carriers/?country=CH&option=standard&weight=820",
            "/staff/system/",
            "/staff/needs-a-hand/",
            "/staff/carriers/scorecard/",
            "/staff/promises/quality/",
        ],
    )
    for order in bought:
        Staff(page).open_order(order.number)
        found += violations(page)
    page.get_by_role("button", name="Start picking").first.click() if page.get_by_role(
        "button", name="Start picking"
    ).count() else None
    found += violations(page)
    assert found == []
