"""The page of the "bank": the second step of a card that asks for one. Plain HTML, no script."""

from collections.abc import Mapping
from html import escape
from importlib import resources
from string import Template
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from severshop.simulator.gateway.charges import State

_FILES = resources.files(__package__) / "files"
_PAGE = Template((_FILES / "page.html").read_text("utf-8"))
_QUESTION = Template((_FILES / "question.html").read_text("utf-8"))
_ANSWERED = Template((_FILES / "answered.html").read_text("utf-8"))
_STYLE = (_FILES / "gateway.css").read_text("utf-8")

_SAID = {
    State.SUCCEEDED: "You approved this payment.",
    State.DECLINED: "You refused this payment. Nothing was charged.",
    State.CANCELLED: "The shop withdrew this payment. Nothing was charged.",
}


def challenge(charge: Mapping[str, Any], asked: Mapping[str, Any]) -> Response:
    """Return the question, or what was answered."""
    if not asked:
        return not_found()
    facts = {
        "amount": escape(f"{charge['amount_minor'] / 100:.2f} {charge['currency']}"),
        "card": escape(charge["card_hint"]),
        "reference": escape(asked["reference"]),
        "return_url": escape(asked["return_url"], quote=True),
        "shop": escape(urlsplit(asked["return_url"]).netloc),
    }
    if charge["state"] == State.ACTION_NEEDED:
        return _page("Do you approve this payment?", _QUESTION.substitute(facts), back_to=asked["return_url"])
    said = _SAID[State(charge["state"])]
    return _page(said, _ANSWERED.substitute(facts), back_to=asked["return_url"])


def not_found() -> Response:
    """Return the page for an address that belongs to no payment."""
    body = "<p>The address may have been cut short. Go back to the shop and try the payment again there.</p>"
    return _page("There is no such payment", body, status=404)


async def stylesheet(_request: Request) -> Response:
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _page(heading: str, body: str, *, back_to: str = "", status: int = 200) -> Response:
    content = _PAGE.substitute(heading=escape(heading), body=body)
    # Browsers hold a form's redirect to this list too, and the answer leads back to the shop.
    parts = urlsplit(back_to)
    forms = f"'self' {parts.scheme}://{parts.netloc}" if back_to else "'none'"
    policy = (
        "default-src 'none'; style-src 'self'; img-src data:; "
        f"form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(content, status_code=status, headers=headers)
