"""Finds English on a German page: sentences of the catalogue that were not translated, and words that never were in it."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po

from severshop import look

CATALOGUE = Path(look.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "content", "data-say", "data-offline")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
SHORT = 16
"""Below this a sentence must be the whole of a text to count: `Order` stands inside many a word."""
WORDS = re.compile(
    r"\b(the|and|your|you|with|this|that|please|of|is|are|were|has|have|not|from|for|we|our|it|its|to|by|order|orders|parcel|parcels|Directive|Regulation)\b"
)
"""Words that no German sentence holds. In lower case, as `Order` may stand in a name."""


class _Texts(HTMLParser):
    """Collects what a reader sees or hears; leaves out scripts, styles and what says that it is in another language."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._closed_to = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        foreign = given.get("lang", "de") != "de" or given.get("translate") == "no" or tag in {"script", "style"}
        if tag not in {"meta", "link", "input", "br", "img", "hr", "wbr", "path", "rect", "circle"}:
            self._closed_to.append(foreign)
        if tag == "meta" and given.get("name") != "description":
            return
        if not foreign and not any(self._closed_to):
            self.found += [" ".join(given[name].split()) for name in SPOKEN if given.get(name)]
            if tag == "input" and given.get("type") in {"submit", "button"} and given.get("value"):
                self.found.append(given["value"])

    def handle_endtag(self, tag):
        if self._closed_to:
            self._closed_to.pop()

    def handle_data(self, data):
        if data.strip() and not any(self._closed_to):
            self.found.append(" ".join(data.split()))


def texts(html):
    """Return the texts of a page, each with its spaces tidied."""
    parser = _Texts()
    parser.feed(html)
    return parser.found


def english_in(html, *, data=()):
    """Return the texts of a page that are English. `data`: what was typed or told in English and stays so."""
    return [text for text in texts(html) if _is_english(_without(text, data))]


def english_lines(text, *, data=()):
    """Return the lines of a plain text that are English."""
    lines = (re.sub(r"https?://\S+|\S+@\S+", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line and _is_english(_without(line, data))]


def _without(text, data):
    for known in data:
        text = text.replace(known, "")
    return re.sub(r"https?://\S+|\S+@\S+", "", text)


@cache
def _is_english(text):
    if text in _short() or WORDS.search(text):
        return True
    # Most sentences are ruled out by a plain search for their longest part.
    return any(part in text and sentence.search(text) for part, sentence in _long())


@cache
def _short():
    return {one for one in _originals() if len(one) < SHORT and not PLACEHOLDER.search(one)}


@cache
def _long():
    parts = (PLACEHOLDER.split(re.sub(r"<[^>]+>", "", one)) for one in _originals() if len(one) >= SHORT)
    return [
        (
            max(some, key=len).replace("%%", "%"),
            re.compile(".+?".join(re.escape(part.replace("%%", "%")) for part in some)),
        )
        for some in parts
        if len("".join(some)) >= SHORT
    ]


@cache
def _originals():
    """Return the English of every sentence whose German is another, unless it is German in another place."""
    with CATALOGUE.open("rb") as file:
        pairs = [
            pair
            for message in read_po(file, locale="de")
            for pair in zip(_forms(message.id), _forms(message.string), strict=True)
        ]
    german = {translated for _, translated in pairs}
    return {english for english, _ in pairs if english} - german


def _forms(string):
    return string if isinstance(string, (tuple, list)) else (string,)
