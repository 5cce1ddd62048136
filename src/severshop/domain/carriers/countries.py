"""Countries by name, for carriers that write names where others write two letters."""

from functools import cache

from babel import Locale

LANGUAGES = ("de", "fr", "en")
"""What the carriers that write names write them in."""


def country_of(name: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a country's name, or an empty string."""
    return _codes().get(name.strip().casefold(), "") if name else ""


@cache
def _codes() -> dict[str, str]:
    return {
        str(name).casefold(): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()  # noqa: PLR2004 - alpha-2
    }
