"""A mail's subject, its plain text and its HTML, from frozen values."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from severshop.look.environment import make_environment
from severshop.look.mail import markup, words
from severshop.look.mail.values import MailOrder, MailParcel
from severshop.look.mail.words import Words

TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail ready to be sent. The subject is one line whatever the data holds."""

    subject: str
    text: str
    html: str


def received(order: MailOrder) -> Letter:
    """Confirm an order: everything that was agreed."""
    document = markup.order(order, shop=settings.SHOP_NAME)
    return _letter("received", words.received(order), order=order, document=document)


def shipped(order: MailOrder, parcel: MailParcel) -> Letter:
    """Say that a carrier has a parcel, and what is in it."""
    document = markup.parcel_delivery(order, parcel, shop=settings.SHOP_NAME)
    return _letter("shipped", words.shipped(order, parcel), order=order, parcel=parcel, document=document)


def out_for_delivery(order: MailOrder, parcel: MailParcel) -> Letter:
    """Say that a parcel comes today."""
    document = markup.parcel_delivery(order, parcel, shop=settings.SHOP_NAME)
    return _letter(
        "out_for_delivery", words.out_for_delivery(order, parcel), order=order, parcel=parcel, document=document
    )


def delivered(order: MailOrder, parcel: MailParcel) -> Letter:
    """Say that a parcel is there, and how it was left."""
    document = markup.parcel_delivery(order, parcel, shop=settings.SHOP_NAME)
    return _letter("delivered", words.delivered(order, parcel), order=order, parcel=parcel, document=document)


def new_number(order: MailOrder, parcel: MailParcel) -> Letter:
    """Say that a parcel travels under another number than before."""
    document = markup.parcel_delivery(order, parcel, shop=settings.SHOP_NAME)
    return _letter("new_number", words.new_number(order, parcel), order=order, parcel=parcel, document=document)


def link(order: MailOrder) -> Letter:
    """Send the link to somebody who lost it."""
    return _letter("link", words.link(order), order=order)


def _letter(
    kind: str,
    told: Words,
    *,
    order: MailOrder,
    parcel: MailParcel | None = None,
    document: dict[str, Any] | None = None,
) -> Letter:
    values = {"words": told, "order": order, "parcel": parcel}
    script = markup.script(document) if document else Markup()
    return rendered(kind, subject=told.subject, values=values, script=script)


def rendered(name: str, *, subject: str, values: dict[str, Any], script: Markup = Markup()) -> Letter:  # noqa: B008 - it never changes
    """Return the letter that the templates `mail/<name>.txt` and `.html` make of these values."""
    text = _environment(is_html=False).get_template(f"mail/{name}.txt").render(values)
    html = _environment(is_html=True).get_template(f"mail/{name}.html").render(values, markup=script)
    return Letter(subject=" ".join(subject.split()), text=_tidy(text), html=_inliner().inline(html))


def _tidy(text: str) -> str:
    """Return the text with single empty lines, whatever the template left out."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment(*, is_html: bool) -> Environment:
    environment = make_environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=is_html, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.globals.update(status_word=words.status_word, delivery_word=words.delivery_word)
    return environment


@cache
def _inliner() -> CSSInliner:
    # Mail programs that drop the head still show the mail as it was meant.
    return CSSInliner(load_remote_stylesheets=False, minify_css=True)
