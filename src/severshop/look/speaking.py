"""Speaking a language that was chosen elsewhere: an order's, an account's."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from severshop.infra.languages import supported


@contextmanager
def spoken(wanted: str) -> Iterator[str]:
    """Speak a language within the block, or the shop's own where there is no such; yield which one it is."""
    language = supported(wanted) or settings.LANGUAGE_CODE
    with translation.override(language):
        yield language
