"""What the pages of the policies say."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from severshop.domain.policies.kinds import Kind, Policy
from severshop.look import formats
from severshop.look.help.policy_sentences import sentences

SHORT = {
    Kind.RETURNS: ("time", "money", "when", "final"),
    Kind.DELAYS: ("silence:home", "choose", "ask", "end"),
    Kind.CLAIMS: ("late", "missing", "damaged", "remedy"),
}
"""The sentences that an overview has room for."""


def title(kind: Kind) -> str:
    """Name a kind of policies."""
    return {Kind.RETURNS: _("Returns"), Kind.DELAYS: _("Delays"), Kind.CLAIMS: _("Claims")}[kind]


def change_title(kind: Kind) -> str:
    """Return what the page is called on which a row is written."""
    return {
        Kind.RETURNS: _("Change what holds for returns"),
        Kind.DELAYS: _("Change what holds for delays"),
        Kind.CLAIMS: _("Change what holds for claims"),
    }[kind]


def meaning(kind: Kind) -> str:
    """Say what a kind of policies is for."""
    return {
        Kind.RETURNS: _("How long, on whose account and on which conditions something comes back."),
        Kind.DELAYS: _("How long we wait before we act, and what a shopper may choose then."),
        Kind.CLAIMS: _("When something that went wrong on its way may be claimed, and what for."),
    }[kind]


def region(code: str) -> str:
    """Name a region."""
    if code == "EU":
        return _("European Union")
    return formats.country(code) if code else _("Everywhere else")


def regions(codes: list[str]) -> str:
    """Name several regions."""
    return formats.listed([region(code) for code in codes])


def short(kind: Kind, policy: Policy) -> list[str]:
    """Return the sentences that say the most of a policy."""
    said = sentences(policy)
    return [said[code] for code in SHORT[kind] if code in said]


def all_of(policy: Policy) -> list[str]:
    """Return every sentence of a policy."""
    return list(sentences(policy).values())


def figure(form: forms.Form, name: str, value: Any) -> str:
    """Say a figure as the form's field shows it."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.MultipleChoiceField):
        names = dict(field.choices)  # type: ignore[arg-type]
        return formats.listed([str(names.get(one, one)) for one in value]) if value else _("none")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return _("none") if value is None else str(value)
