"""What holds for the order in hand: the policies of its day and country, and which version its cases keep."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from severshop.domain.policies.kinds import Kind
from severshop.look.formats import listed
from severshop.look.help.policies import claim, condition, delay_claim, law
from severshop.look.help.policy_sentences import sentences
from severshop.usecases.reading.applied_policies import Applied, policies_of_order
from severshop.usecases.reading.link_holder import OrderRef
from severshop.vocabulary.policies import ClaimsPolicy, DelayPolicy, ReturnsPolicy

BY_ZONE = ("silence", "way")
"""Sentences that are said once for each zone."""


class Card(NamedTuple):
    """A policy as the page shows it. `sources` are (what for, words, address); `cases` names what goes by it."""

    kind: str
    title: str
    since: date
    sentences: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    cases: str
    is_of_order: bool


@require_safe
def order_policies(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Show what holds for the order, as it was when it was placed."""
    try:
        found = policies_of_order(order.id)
    except LookupError as error:
        raise Http404 from error
    cards = [_card(one, zone=found.zone, number=order.number) for one in found.applied]
    return render(request, "help/order-policies.html", {"order": order, "cards": cards, "country": found.country})


def _card(applied: Applied, *, zone: str, number: str) -> Card:
    policy = applied.policy
    said = [text for code, text in sentences(policy).items() if _is_for(code, zone)]
    return Card(
        kind=applied.kind.value,
        title=_titles()[applied.kind],
        since=policy.valid_from,
        sentences=(*said, *_conditions(policy)),
        sources=_sources(policy),
        cases=_cases(applied, number),
        is_of_order=applied.is_of_order,
    )


def _is_for(code: str, zone: str) -> bool:
    head, _colon, where = code.partition(":")
    return head not in BY_ZONE or where == zone


def _titles() -> Mapping[Kind, str]:
    return {
        Kind.RETURNS: _("Returns"),
        Kind.DELAYS: _("When it is late or lost"),
        Kind.CLAIMS: _("Late, missing, damaged or wrong"),
    }


def _conditions(policy: ReturnsPolicy | DelayPolicy | ClaimsPolicy) -> list[str]:
    return [condition(code) for code in policy.conditions] if isinstance(policy, ReturnsPolicy) else []


def _sources(policy: ReturnsPolicy | DelayPolicy | ClaimsPolicy) -> tuple[tuple[str, str, str], ...]:
    match policy:
        case ReturnsPolicy():
            return tuple((claim(code), law(source), source.url) for code, source in policy.sources.items())
        case DelayPolicy():
            return tuple((delay_claim(code), law(source), source.url) for code, source in policy.sources.items())
        case ClaimsPolicy():
            return ()


def _cases(applied: Applied, number: str) -> str:
    """Name the cases that keep this version; empty where there are none."""
    names = [f"{number}-R{position}" for position in applied.returns]
    if names:
        told = ngettext("Return %(numbers)s goes by it.", "Returns %(numbers)s go by it.", len(names))
        return told % {"numbers": listed(names)}
    if applied.claims:
        return ngettext("%(n)s claim goes by it.", "%(n)s claims go by it.", applied.claims) % {"n": applied.claims}
    return ""
