"""What a product page says of how its sizes turn out."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.domain.returns.fits import Fit, Verdict


class FitWords(NamedTuple):
    """A verdict in a few words, what to do about it, and the numbers behind it."""

    title: str
    advice: str
    numbers: tuple[str, ...]


def fit_words(fit: Fit) -> FitWords:
    """Return what to say of a shoe's sizes."""
    match fit.verdict:
        case Verdict.RUNS_SMALL:
            advice = _("Most people whom it did not fit needed a larger one: if in doubt, take one size up.")
            return FitWords(_("Runs small"), advice, (_too_small(fit), _kept(fit)))
        case Verdict.RUNS_LARGE:
            advice = _("Most people whom it did not fit needed a smaller one: if in doubt, take one size down.")
            return FitWords(_("Runs large"), advice, (_too_large(fit), _kept(fit)))
        case Verdict.TRUE_TO_SIZE:
            advice = _("Take the size that you usually wear.")
            return FitWords(_("True to size"), advice, (_came_back(fit), _kept(fit)))


def _too_small(fit: Fit) -> str:
    return ngettext(
        "Of %(back)s pair that came back for its size, %(these)s was too small.",
        "Of %(back)s pairs that came back for their size, %(these)s were too small.",
        fit.back,
    ) % {"back": fit.back, "these": fit.too_small}


def _too_large(fit: Fit) -> str:
    return ngettext(
        "Of %(back)s pair that came back for its size, %(these)s was too large.",
        "Of %(back)s pairs that came back for their size, %(these)s were too large.",
        fit.back,
    ) % {"back": fit.back, "these": fit.too_large}


def _came_back(fit: Fit) -> str:
    if not fit.back:
        return _("No pair came back for its size.")
    return ngettext("%(back)s pair came back for its size.", "%(back)s pairs came back for their size.", fit.back) % {
        "back": fit.back
    }


def _kept(fit: Fit) -> str:
    return ngettext("%(kept)s pair was kept.", "%(kept)s pairs were kept.", fit.kept) % {"kept": fit.kept}
