"""What a law asks of a policy, by region. Pure data: the forms hold the merchant to it, and name the article."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from severshop.domain.policies.delays import MAIL_ORDER, MAIL_ORDER_URL, UNION
from severshop.domain.policies.kinds import Kind, Policy
from severshop.domain.policies.returns import GOODS, GOODS_URL, RIGHTS, RIGHTS_URL
from severshop.vocabulary.policies import Source

CONTRACTS: Final = "Consumer Contracts Regulations 2013"
CONTRACTS_URL: Final = "https://www.legislation.gov.uk/uksi/2013/3134"


class Limit(NamedTuple):
    """What one figure must be by law: at least, at most, or whether it must be so."""

    field: str
    source: Source
    least: int | None = None
    most: int | None = None
    must: bool | None = None

    def allows(self, value: object) -> bool:
        """Tell whether a figure keeps within it; what holds several things is allowed where it must be empty."""
        if self.must is not None:
            return bool(value) is self.must
        known = value if isinstance(value, int) else 0
        return (self.least is None or known >= self.least) and (self.most is None or known <= self.most)


LIMITS: Final[Mapping[tuple[Kind, str], Sequence[Limit]]] = {
    (Kind.RETURNS, "EU"): (
        Limit("withdrawal_days", Source(RIGHTS, "Art. 9(1)", RIGHTS_URL), least=14),
        Limit("send_back_days", Source(RIGHTS, "Art. 14(1)", RIGHTS_URL), least=14),
        Limit("refund_days", Source(RIGHTS, "Art. 13(1)", RIGHTS_URL), most=14),
        Limit("refunds_standard_delivery", Source(RIGHTS, "Art. 13(2)", RIGHTS_URL), must=True),
        Limit("defect_years", Source(GOODS, "Art. 10(1)", GOODS_URL), least=2),
        Limit("final_sale", Source(RIGHTS, "Art. 16", RIGHTS_URL), must=False),
    ),
    (Kind.RETURNS, "GB"): (
        Limit("withdrawal_days", Source(CONTRACTS, "reg. 30", f"{CONTRACTS_URL}/regulation/30"), least=14),
        Limit("send_back_days", Source(CONTRACTS, "reg. 35", f"{CONTRACTS_URL}/regulation/35"), least=14),
        Limit("refund_days", Source(CONTRACTS, "reg. 34", f"{CONTRACTS_URL}/regulation/34"), most=14),
        Limit("refunds_standard_delivery", Source(CONTRACTS, "reg. 34", f"{CONTRACTS_URL}/regulation/34"), must=True),
        Limit("final_sale", Source(CONTRACTS, "reg. 28", f"{CONTRACTS_URL}/regulation/28"), must=False),
    ),
    (Kind.DELAYS, "US"): (
        Limit("asks_to_wait", Source(MAIL_ORDER, "§ 435.2(b)", MAIL_ORDER_URL), must=True),
        Limit("silence_consents_days", Source(MAIL_ORDER, "§ 435.2(b)", MAIL_ORDER_URL), most=30),
        Limit("refund_days", Source(MAIL_ORDER, "§ 435.1(b)", MAIL_ORDER_URL), most=7),
    ),
}
"""By kind and place of the law; a figure that no law speaks of is the merchant's own."""


def places_reached(region: str, *, known: Sequence[Policy], on: date) -> tuple[str, ...]:
    """Return the places of law (`EU`, `GB`, `US`) that a policy of a region counts in from a day on.

    The one for everywhere else reaches those that have none of their own by then.
    """
    places = ("EU", "GB", "US")
    if region:
        return tuple(one for one in places if one == region or (one == "EU" and region in UNION))
    own = {one.region for one in known if one.valid_from <= on}
    return tuple(one for one in places if one not in own)


def limits(kind: Kind, places: Sequence[str]) -> dict[str, list[tuple[str, Limit]]]:
    """Return what the law asks in these places, by the name of the figure, each with its place."""
    found: dict[str, list[tuple[str, Limit]]] = {}
    for place in places:
        for limit in LIMITS.get((kind, place), ()):
            found.setdefault(limit.field, []).append((place, limit))
    return found
