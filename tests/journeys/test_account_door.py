"""The account's door in a browser: code, passkey, second step, and signing out everywhere."""

import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.processes import wait_until

PASSWORD = "a-quiet-pair-of-boots"


@pytest.fixture
def email():
    return f"ada-{uuid.uuid4().hex[:8]}@example.com"


def newest_code(shop, email, *, after=0):
    """The code in the newest mail that the mail server received for an address."""

    def arrived():
        return [mail for mail in shop.mails() if mail["To"] == email]

    wait_until(lambda: len(arrived()) > after, what="a mail with a code")
    mails = arrived()
    subject = str(mails[-1]["Subject"])
    text = mails[-1].get_body(("plain",)).get_content()
    code = re.search(r"\d{4} \d{4}", subject)[0]
    assert code in text
    assert code in mails[-1].get_body(("html",)).get_content()
    return code


def sign_up(page, shop, email):
    page.goto("/account/signup/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(newest_code(shop, email))
    expect(page).to_have_url(re.compile("/my-orders/"))


def sign_out(page):
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def is_clean(page):
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_signing_up_with_a_mailed_code_and_coming_back_by_another(open_page, shop, email):
    page = open_page()
    sign_up(page, shop, email)
    sign_out(page)
    page.get_by_role("link", name="E-mail me a code").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="E-mail me a code").click()
    is_clean(page)
    page.get_by_role("textbox", name="Code").fill(newest_code(shop, email, after=1))
    expect(page).to_have_url(re.compile("/my-orders/"))


def test_all_of_it_works_without_javascript(open_page, shop, email):
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto("/account/signup/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("textbox", name="Code").fill(newest_code(shop, email))
    page.get_by_role("button", name="Confirm the address").click()
    expect(page).to_have_url(re.compile("/my-orders/"))
    page.goto("/account/2fa/")
    assert page.locator("main").bounding_box()["width"] <= 320


def with_authenticator(page):
    """A device with a finger that always fits."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def put_finger(session, device, *, there):
    session.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": device, "enabled": there})


def test_a_passkey_is_made_used_renamed_and_removed(open_page, shop, email):
    page = open_page()
    session, device = with_authenticator(page)
    sign_up(page, shop, email)

    page.goto("/account/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    is_clean(page)
    page.get_by_label("A name for it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(re.compile("/account/2fa/$"))
    credential = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"][0]
    assert credential["isResidentCredential"]
    expect(page.get_by_text("My phone").first).to_be_visible()
    expect(page.get_by_role("heading", name="Recovery codes")).to_have_count(0)
    is_clean(page)

    # The browser offers the passkey within the e-mail field at once; the finger waits for the button.
    # A device that was asked without a finger waits on: it has to be there when the button asks.
    put_finger(session, device, there=False)
    sign_out(page)
    page.wait_for_load_state("networkidle")
    put_finger(session, device, there=True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/my-orders/"))

    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/my-orders/"))  # offered within the field, and taken

    page.goto("/account/2fa/")
    page.get_by_role("link", name="Rename").click()
    show_the_password_if_asked(page)
    page.get_by_label("Name").fill("Old phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Old phone").first).to_be_visible()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("Old phone")).to_have_count(0)


def show_the_password_if_asked(page):
    if page.get_by_role("heading", name="Is it you?").is_visible():
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()


def test_the_second_step_is_set_up_and_asked_for(open_page, shop, email):
    page = open_page()
    sign_up(page, shop, email)
    page.goto("/account/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    is_clean(page)
    secret = page.locator("code.key").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(app_code(secret))
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    is_clean(page)
    kept = page.locator(".codes code").first.inner_text()

    sign_out(page)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    is_clean(page)
    page.get_by_role("textbox", name="Code").fill(kept)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/my-orders/"))


def app_code(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_signing_out_everywhere_ends_another_browser_too(open_page, shop, email):
    phone, desk = open_page(), open_page(viewport={"width": 1280, "height": 900})
    sign_up(phone, shop, email)
    desk.goto("/account/login/")
    desk.get_by_label("E-mail").fill(email)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk).to_have_url(re.compile("/my-orders/"))

    phone.goto("/account/sessions/")
    is_clean(phone)
    assert phone.locator("ul.keys li").count() == 2
    phone.get_by_role("button", name="Sign out everywhere, here too").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    desk.goto("/account/sessions/")
    expect(desk.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "scheme", "language"), [(390, "light", "de"), (1280, "dark", "en"), (320, "dark", "de")]
)
def test_axe_finds_nothing_and_nothing_sticks_out(open_page, shop, email, width, scheme, language):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    doors = ["login/", "signup/", "login/code/", "password/reset/", "inactive/"]
    walk(page, doors, language=language)
    sign_up(page, shop, email)
    page.goto("/account/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    mine = ["2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "sessions/", "email/", "password/change/", "logout/"]
    walk(page, [*mine, "2fa/reauthenticate/", "reauthenticate/"], language=language)


def walk(page, paths, *, language):
    for path in paths:
        page.goto(f"/account/{path}?lang={language}")
        is_clean(page)
        sticks_out = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not sticks_out, path
