"""A browser just good enough to use the shop's own pages: links, forms, cookies, redirects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urljoin

import httpx

from severshop.interfaces.cli.errors import MendableError

TIMEOUT_SECONDS = 30.0


@dataclass
class Form:
    """A form and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What may be chosen: the values of radio buttons and options that are not switched off."""

    def put(self, name: str, value: str) -> None:
        self.values[name] = [*self.values.get(name, []), value]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "form":
            self._form = Form(action=given.get("action", ""), method=given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._read_field(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _read_field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option":
            form.choices.setdefault(self._select, []).append(value)
            if "selected" in given or self._select not in form.values:
                form.values[self._select] = [value]
        elif tag == "input" and name:
            if given.get("type") in {"radio", "checkbox"}:
                form.choices.setdefault(name, []).append(value)
                if "checked" not in given:
                    return
            form.put(name, value)


class Browser:
    """Opens pages and sends forms. Any answer but a 2xx raises `MendableError`. Use it as a context manager."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client = httpx.Client(base_url=self._url, follow_redirects=True, timeout=TIMEOUT_SECONDS)
        self.at = ""
        self.text = ""
        self.forms: list[Form] = []
        self.links: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    @property
    def cookies(self) -> str:
        """The cookies so far, as the header that a browser would send."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._client.cookies.jar)

    def open(self, path: str) -> None:
        """Open a page by its path or address."""
        self._show("GET", path)

    def form(self, *, holds: str = "", leads_to: str = "") -> Form:
        """Return the first form on the page that holds a field, or whose address ends so."""
        for form in self.forms:
            named = not holds or holds in form.values or holds in form.choices
            if named and form.action.endswith(leads_to):
                return form
        raise MendableError(f"the page {self.at} has no form for {holds or leads_to}: is this the right shop?")

    def send(self, form: Form, values: Mapping[str, str] | None = None) -> None:
        """Send a form, with some of its fields filled in."""
        filled = form.values | {name: [value] for name, value in (values or {}).items()}
        address = urljoin(self.at, form.action or self.at)
        if form.method == "post":
            self._show("POST", address, data=filled)
        else:
            self._show("GET", str(httpx.URL(address, params=filled)))

    def _show(self, method: str, address: str, *, data: Mapping[str, list[str]] | None = None) -> None:
        # A browser says where it comes from; the shop's forms insist on it.
        headers = {"Origin": self._url, "Referer": self.at} if method == "POST" else None
        try:
            answer = self._client.request(method, address, data=data, headers=headers)
        except httpx.HTTPError as error:
            raise MendableError(f"no answer from {self._url} ({error}). Start the demo first: make run") from error
        self.at, self.text = str(answer.url), answer.text
        reader = _Reader()
        reader.feed(answer.text)
        self.forms, self.links = reader.forms, reader.links
        if not answer.is_success:
            raise MendableError(f"the shop answered {answer.status_code} to {method} {self.at}")
