"""What people do in the browser, in their words."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from severshop.interfaces.cli.logins import PASSWORD


@dataclass
class Shopper:
    """Somebody who buys as a guest."""

    page: Page

    def fill_basket(self, product: str = "strada-runner") -> None:
        self.page.goto(f"/p/{product}/")
        size = self.page.locator("label.size:not(.gone)").first
        size.click()
        self.page.get_by_role("button", name="Put into the basket").click()
        expect(self.page.get_by_role("heading", name="Your basket")).to_be_visible()

    def go_to_payment(self, *, email: str = "ada@example.com") -> None:
        self.page.get_by_role("button", name="To the checkout").click()
        self.page.get_by_label("E-mail", exact=False).first.fill(email)
        self.page.get_by_label("Country").select_option("DK")
        self.page.get_by_label("Name", exact=False).first.fill("Ada Winter")
        self.page.get_by_label("Street", exact=False).fill("Elmegade 4")
        self.page.get_by_label(re.compile("Postal code|Postcode|ZIP", re.IGNORECASE)).fill("2200")
        self.page.get_by_label(re.compile("City|Town", re.IGNORECASE)).fill("København")
        self.page.get_by_role("button", name="On to delivery").click()
        self.page.get_by_role("radio").first.check()
        self.page.get_by_role("button", name="On to payment").click()

    def pay(self, method: str = "card_ok") -> None:
        self.page.locator(f'input[name="method"][value="{method}"]').check()
        self.page.get_by_role("button", name=re.compile("Order and pay")).click()

    def buy(self, **who) -> tuple[str, str]:
        """Buy one pair; return the order's number and the path of its status page."""
        self.fill_basket()
        self.go_to_payment(**who)
        self.pay()
        return self.confirmed()

    def confirmed(self) -> tuple[str, str]:
        link = self.page.get_by_role("link", name="See where it is")
        expect(link).to_be_visible()
        number = re.search(r"BS-[0-9A-Z]{4}-[0-9A-Z]{4}", self.page.locator("main").inner_text())
        assert number is not None
        return number[0], link.get_attribute("href") or ""


@dataclass
class Staff:
    """Somebody in the warehouse."""

    page: Page

    def sign_in(self, role: str = "warehouse") -> None:
        self.page.goto("/staff/sign-in/")
        self.page.get_by_label("E-mail").fill(f"{role}@demo.example")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(re.compile(r"/staff/$"))

    def open_order(self, number: str) -> None:
        self.page.goto(f"/staff/orders/?q={number}")
        expect(self.page.get_by_role("heading", name=number)).to_be_visible()

    def ship(self, number: str) -> None:
        """Pick, pack with a label from the carrier, hand over."""
        self.open_order(number)
        self.page.get_by_role("button", name="Start picking").click()
        self.page.get_by_role("button", name="Pack", exact=True).click()
        self.page.get_by_role("button", name=re.compile("Hand over the parcel")).click()
        expect(self.page.get_by_text(re.compile("Shipped")).first).to_be_visible()
