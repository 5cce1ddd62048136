"""For which country the policies are read, and what holds and comes there."""

import re
import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from severshop.domain.customers.queries import addresses_of
from severshop.domain.policies.kinds import Kind, Policy
from severshop.domain.policies.queries import policies, policy_for
from severshop.domain.policies.rules import in_force
from severshop.domain.shipping.queries import destinations, zone_of
from severshop.infra import clock
from severshop.look.formats import country as country_name
from severshop.look.help.policies import delay_claim, law
from severshop.look.help.policy_sentences import changed, sentences
from severshop.usecases.refresh_status import shop_zone
from severshop.vocabulary.policies import ClaimsPolicy, DelayPolicy


class Choice(NamedTuple):
    """The country that is read for; `offered` are those to choose from, empty where all read the same."""

    country: str
    offered: tuple[tuple[str, str], ...]
    today: date


class Coming(NamedTuple):
    """What changes for orders from a day on."""

    day: date
    sentences: tuple[str, ...]


class InCase(NamedTuple):
    """What a policy says for a country, since when, and by which law: (what for, words, address)."""

    sentences: tuple[str, ...]
    since: date
    sources: tuple[tuple[str, str, str], ...]


TERRITORY = re.compile(r"\b(?!en)[a-z]{2,3}-([A-Z]{2})\b")
"""A country in `Accept-Language`. English says none: browsers all over the world are set to American English."""


def choice(request: HttpRequest, *kinds: Kind) -> Choice:
    """Return the country that `?country=` names, where it names none that we ship to the reader's own."""
    today = clock.now().astimezone(shop_zone()).date()
    countries = {settings.WAREHOUSE_COUNTRY, *(where.country for where in destinations())}
    told = {tuple(policy_for(kind, code, today).name for kind in kinds) for code in countries}
    asked = request.GET.get("country", "")
    country = asked if asked in countries else _own(request, countries)
    names = sorted(((code, country_name(code)) for code in countries), key=lambda one: one[1])
    return Choice(country, tuple(names) if len(told) > 1 else (), today)


def coming(kind: Kind, chosen: Choice) -> Coming | None:
    """Return the next day from which another policy holds in a country, and what it says differently there."""
    known: Sequence[Policy] = policies(kind)
    now = policy_for(kind, chosen.country, chosen.today)
    for day in sorted({one.valid_from for one in known if one.valid_from > chosen.today}):
        then: Policy = in_force(known, country=chosen.country, on=day)  # type: ignore[type-var]
        if then != now:
            told = tuple(new for _old, new in changed(now, then) if new)
            return Coming(day, told) if told else None
    return None


def when_late(chosen: Choice) -> InCase:
    """Return what holds when an order to the country is late or lost."""
    policy = policy_for(Kind.DELAYS, chosen.country, chosen.today)
    assert isinstance(policy, DelayPolicy)  # noqa: S101 - what the kind says
    mine = f"silence:{zone_of(chosen.country)}"
    said = tuple(
        sentence for code, sentence in sentences(policy).items() if code == mine or not code.startswith("silence:")
    )
    sources = tuple((delay_claim(code), law(source), source.url) for code, source in policy.sources.items())
    return InCase(said, policy.valid_from, sources)


def when_wrong(chosen: Choice) -> InCase:
    """Return what holds when something of an order to the country is damaged, wrong or missing."""
    policy = policy_for(Kind.CLAIMS, chosen.country, chosen.today)
    assert isinstance(policy, ClaimsPolicy)  # noqa: S101 - what the kind says
    return InCase(tuple(sentences(policy).values()), policy.valid_from, ())


def _own(request: HttpRequest, countries: Collection[str]) -> str:
    """Return where the reader is at home as far as we know: by account, then by browser, else the shop's country."""
    user = request.user
    known = [kept.place.country for kept in addresses_of(uuid.UUID(str(user.pk)))] if user.is_authenticated else []
    said = TERRITORY.findall(request.headers.get("Accept-Language", ""))
    return next((code for code in (*known, *said) if code in countries), settings.WAREHOUSE_COUNTRY)


def place(chosen: Choice) -> str:
    """Name the country for a sentence."""
    return country_name(chosen.country) if chosen.offered else _("every country")
