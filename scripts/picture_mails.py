"""Picture every mail as a phone and a desk show it, in light and in dark: docs/images/mail/.

python scripts/picture_mails.py [NAME ...]     all of them, or only those of these names

Needs Chromium, as the browser tests do. The orders are made up; nothing is sent.
"""

import io
import os
import shutil
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "severshop.config.settings.demo")

import django

django.setup()

# ruff: noqa: E402 - Django must know its settings before its parts are imported
from PIL import Image
from playwright.sync_api import sync_playwright

from severshop.look.mail import delay, render
from severshop.look.mail.account import account_letter
from severshop.look.mail.case import CaseLetter, answer_letter
from severshop.look.mail.values import MailAddress, MailLine, MailOrder, MailParcel, MailStep
from severshop.look.speaking import spoken
from severshop.vocabulary.account_letters import AccountLetter
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.watching import Trouble
from severshop.vocabulary.windows import DeliveryWindow

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images" / "mail"
ZONE = timezone(timedelta(hours=1))
SHOP = "https://shop.example.com"
TOKEN = "Kx2f9Qm4ZrT7vWn0aBcD1e"
WIDTHS = (600, 320)
GAP = 24
LATER = DeliveryWindow(date(2026, 12, 2), date(2026, 12, 4))


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


SHOES = MailLine(position=1, name="Strada Runner", variant="Rust, EU 42", tint="#b4552d", quantity=1, unit_minor=12900)
WAX = MailLine(position=2, name="Beeswax balm", variant="75 ml", tint="#c8a24a", quantity=2, unit_minor=990)
PARCEL = MailParcel(
    position=1,
    carrier="UPS",
    tracking_number="1Z999AA10123456784",
    tracking_url="https://www.ups.com/track?tracknum=1Z999AA10123456784",
    milestone=Milestone.IN_TRANSIT,
    reason=Reason.NONE,
    delivered_at=None,
    contents=(SHOES, WAX),
)


def order(status, *, arrival="window", parcel=PARCEL, optional=True):
    """Return the same order at another moment of its way."""
    way = (OrderStatus.RECEIVED, OrderStatus.IN_PROCESS, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    moments = (at(24, 9, 2), at(24, 10, 40), at(25, 15, 5), at(27, 11, 31))
    reached = way.index(status) + 1
    return MailOrder(
        number="BS-7K3M-94Q3",
        placed_at=at(24, 9, 2),
        link=f"{SHOP}/t/{TOKEN}",
        messages_link=f"{SHOP}/order/{TOKEN}/messages/",
        calendar_link=f"{SHOP}/order/{TOKEN}/delivery.ics",
        unsubscribe_link=f"{SHOP}/unsubscribe/{'A' * 48}/" if optional else "",
        shop_url=SHOP,
        currency="EUR",
        items_minor=14880,
        delivery_minor=490,
        total_minor=15370,
        tax_minor=3074,
        tax_rate_bp=2500,
        delivery_option="standard",
        payment="Visa ending in 4242",
        address=MailAddress(
            name="Ada Winter",
            company="",
            street="Elmegade 4",
            extra="",
            postal_code="2200",
            city="Copenhagen",
            region="",
            country="DK",
        ),
        lines=(SHOES, WAX),
        parcels=(parcel,),
        status=status,
        steps=tuple(
            MailStep(status=step, at=moments[place] if place < reached else None) for place, step in enumerate(way)
        ),
        arrival=arrival,
        window=DeliveryWindow(date(2026, 11, 26), date(2026, 11, 30)),
    )


ASKED = {
    "ships_by": date(2026, 12, 1),
    "choice_link": f"{SHOP}/order/{TOKEN}/delay/",
    "answer_by": date(2026, 12, 1),
    "refund_days": 7,
}


def late(status):
    """Return the order when its days have passed."""
    if status is OrderStatus.RECEIVED:
        return replace(order(status, optional=False), window=LATER)
    return replace(order(status, optional=False, arrival="none"), window=None)


def told(trouble, **changes):
    """Return what a letter about a delay tells."""
    facts = {"carrier": "UPS", "parcel": 1, "window": LATER, "choose_from": date(2026, 12, 10), **changes}
    return delay.MailDelay(trouble=trouble, promised=DeliveryWindow(date(2026, 11, 26), date(2026, 11, 30)), **facts)


def letters():
    """Each mail by the name of its picture."""
    left = replace(PARCEL, milestone=Milestone.DELIVERED, reason=Reason.NEIGHBOUR, delivered_at=at(27, 11, 31))
    shipped = order(OrderStatus.SHIPPED)
    with spoken("en"):
        made = {
            "received": render.received(order(OrderStatus.RECEIVED, optional=False)),
            "shipped": render.shipped(shipped, PARCEL),
            "out_for_delivery": render.out_for_delivery(order(OrderStatus.SHIPPED, arrival="today"), PARCEL),
            "delivered": render.delivered(order(OrderStatus.DELIVERED, arrival="delivered", parcel=left), left),
            "new_number": render.new_number(shipped, PARCEL),
            "delayed": delay.delayed(
                late(OrderStatus.RECEIVED), told(Trouble.NOT_HANDED_OVER, carrier="", parcel=None, **ASKED)
            ),
            "presumed_lost": delay.presumed_lost(late(OrderStatus.SHIPPED), told(Trouble.SILENT, window=None)),
            "link": render.link(order(OrderStatus.SHIPPED, optional=False)),
            "case_answer": answer_letter(
                CaseLetter(
                    number="BS-7K3M-94Q3",
                    link=f"{SHOP}/case/{TOKEN}/",
                    text="Of course. A pair in EU 43 is packed in its place today.\nKind regards",
                    by="Mira",
                    question="Please change the size to 43.",
                )
            ),
            "account_code": account_letter(AccountLetter.SIGN_UP_CODE, code="4821-9930"),
        }
    with spoken("de"):
        made["shipped_de"] = render.shipped(shipped, PARCEL)
    return made


def picture(browser, letter, scheme):
    """Return both widths side by side as one picture."""
    shots = []
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 400}, color_scheme=scheme)
        page.set_content(letter.html)
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            sys.exit("{!r} needs {} pixels; a phone has {}.".format(letter.subject, needed, width))
        shots.append(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"))
        page.close()
    height = max(shot.height for shot in shots)
    ground = "#dcd8d0" if scheme == "light" else "#000000"
    whole = Image.new("RGB", (sum(WIDTHS) + 3 * GAP, height + 2 * GAP), ground)
    left = GAP
    for shot in shots:
        whole.paste(shot, (left, GAP))
        left += shot.width + GAP
    return whole


def main(names):
    made = letters()
    if unknown := set(names) - set(made):
        sys.exit("There is no mail {}; there are {}.".format(", ".join(unknown), ", ".join(made)))
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not chromium:
        sys.exit("Chromium is missing; `make test` says how to get it.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, letter in made.items():
            if names and name not in names:
                continue
            for scheme in ("light", "dark"):
                path = FOLDER / f"{name}-{scheme}.webp"
                picture(browser, letter, scheme).save(path, quality=72, method=6)
                print(f"{path.name}: {path.stat().st_size // 1024} kB")
        browser.close()


main(sys.argv[1:])
