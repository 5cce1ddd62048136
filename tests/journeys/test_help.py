"""Help for the order in hand, in each of its waits; and a question that a person answers."""

import re
from functools import cache

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessibility import violations
from tests.processes import wait_until

WAITS = [
    ("received", {"ships": False}, "number", "There is no number yet: it is printed when we pack."),
    ("received", {"ships": False}, "cancel", "Yes: nobody has begun to pack it."),
    ("label", {"journey": "silent_after_label"}, "number", "normally shows the first scan by"),
    ("label", {"journey": "silent_after_label"}, "cancel", "Not any more"),
    (
        "customs",
        {"journey": "held_at_customs", "country": "CH"},
        "customs",
        "It is at customs|Customs asks for something",
    ),
    ("lost", {"journey": "lost"}, "lost", "It is lost. That is ours to mend"),
    ("pickup", {"journey": "pickup_point"}, "late", "It lies at the pickup point"),
]


@pytest.fixture(scope="module")
def placed(shop):
    """Place the order of a wait when it is first asked for: a parcel is at the pickup point for a short time only."""
    wishes = {name: wish for name, wish, _topic, _said in WAITS}
    place = cache(lambda name: shop.order(**wishes[name]))
    for name in ("lost", "customs"):  # these come to their wait late, and stay in it
        place(name)
    return place


@pytest.mark.parametrize(("wait", "topic", "said"), [(name, topic, said) for name, _wish, topic, said in WAITS])
def test_help_answers_for_the_parcel_as_it_waits(open_page, placed, wait, topic, said):
    page = open_page()
    path = f"/order/{placed(wait).token}/help/{topic}/"

    def is_said():
        page.goto(path)
        return re.search(said, page.locator("article").inner_text()) is not None

    wait_until(is_said, what=f"{said} on {topic}", seconds=30)
    assert violations(page) == []


def test_from_a_question_to_its_answer(shop, open_page, staff, placed):
    order = placed("label")
    page = open_page(java_script_enabled=False)
    page.goto(f"/t/{order.token}")
    page.get_by_role("link", name="Something is wrong").click()
    page.get_by_role("link", name="Why is my tracking number not working?").click()
    page.get_by_role("link", name=re.compile("^Write to us")).click()
    expect(page.get_by_text("Attached already")).to_be_visible()
    expect(page.get_by_text(order.number).first).to_be_visible()
    page.get_by_label("Your message").fill("Has it left you at all?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(re.compile("We have it. A person answers by"))).to_be_visible()
    talk = page.url

    staff.sign_in("support")
    staff.page.get_by_role("link", name="Questions", exact=True).click()
    staff.page.get_by_role("link", name="Has it left you at all?").click()
    expect(staff.page.get_by_role("link", name=order.number)).to_be_visible()
    staff.page.get_by_label("Your answer").fill("Yes. The carrier found it this morning.")
    assert violations(staff.page) == []
    staff.page.get_by_role("button", name="Answer", exact=True).click()
    expect(staff.page.get_by_text("The answer is on its way")).to_be_visible()

    def answered():
        return [mail for mail in shop.mails() if "The carrier found it" in str(mail.get_body(("plain",)))]

    wait_until(answered, what="the answer in the mailbox")
    mail = answered()[0]
    assert mail["Reply-To"].startswith("help+")
    assert talk in str(mail.get_body(("plain",)))
    page.goto(talk)
    expect(page.get_by_text("The carrier found it this morning.")).to_be_visible()
    page.goto(f"/order/{order.token}/help/")
    expect(page.get_by_text("We have answered")).to_be_visible()
