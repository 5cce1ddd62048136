"""What the carrier table says, in words."""

from typing import Any

from django.utils.translation import gettext as _

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.shipping.rules import CarrierRule, Why, Zone
from severshop.look.formats import country, weight
from severshop.look.status.words import delivery_option_word


def zone(code: Zone) -> str:
    """Return what a zone is called."""
    return {
        Zone.HOME: _("Within the country"),
        Zone.UNION: _("The rest of the union"),
        Zone.OUTSIDE: _("Outside the union"),
    }[code]


def place(rule: CarrierRule) -> str:
    """Say where a line sends to."""
    return _place(rule.country or str(rule.zone))


def weights(least: int, most: int | None) -> str:
    """Say for which weights a line is, both ends included."""
    if most is None:
        return _("from %(least)s") % {"least": weight(least)} if least else _("any weight")
    if not least:
        return _("up to %(most)s") % {"most": weight(most)}
    return _("%(least)s to %(most)s") % {"least": weight(least), "most": weight(most)}


def why(facts: dict[str, Any]) -> str:
    """Say why a parcel has its carrier; empty where nobody noted it."""
    found = Why.from_facts(facts)
    return because(found) if found else ""


def because(reason: Why) -> str:
    """Say the reason in one sentence."""
    grams = weight(reason.weight_grams)
    if reason.by_hand and reason.instead_of:
        sentence = _("Chosen by hand. For %(weight)s the carrier table says %(carrier)s.")
        return sentence % {"weight": grams, "carrier": carrier_name(reason.instead_of)}
    if reason.by_hand:
        return _("Chosen by hand: no line of the carrier table fits %(weight)s.") % {"weight": grams}
    parts = [_place(reason.place), delivery_option_word(reason.option) if reason.option else _("any delivery")]
    parts.append(weights(reason.weight_from_grams, reason.weight_to_grams))
    sentence = _("By the carrier table: %(line)s. It weighs %(weight)s.")
    return sentence % {"line": ", ".join(parts), "weight": grams}


def _place(code: str) -> str:
    return zone(Zone(code)) if code in set(Zone) else country(code)
