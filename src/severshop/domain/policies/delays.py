"""What the shop does about late and lost parcels, dated and by region. Pure data.

A new policy is a new entry with its day; none is ever edited. The watch, letters and pages read their figures here.
Where no law gives a figure it is the shop's own word: silence, first scans, customs, claims.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from severshop.vocabulary.policies import DelayClaim, DelayPolicy, Source

UNION = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()  # noqa: SIM905 - a row
)
"""The member states of the European Union, ISO 3166-1."""

RIGHTS = "Directive 2011/83/EU"
RIGHTS_URL = "https://eur-lex.europa.eu/eli/dir/2011/83/oj"
MAIL_ORDER = "16 CFR Part 435"
MAIL_ORDER_URL = "https://www.ecfr.gov/current/title-16/chapter-I/subchapter-D/part-435"
CONSUMERS = "Consumer Rights Act 2015"
CONSUMERS_URL = "https://www.legislation.gov.uk/ukpga/2015/15"

FIRST_DAY = date(2026, 1, 1)
SILENCE: Mapping[str, int] = MappingProxyType({"home": 4, "union": 6, "outside": 10})

POLICIES: tuple[DelayPolicy, ...] = (
    DelayPolicy(
        region="",
        valid_from=FIRST_DAY,
        silence_days=SILENCE,
        first_scan_days=2,
        customs_days=10,
        claim_days=3,
        asks_to_wait=False,
        additional_days=10,
        refund_days=7,
    ),
    DelayPolicy(
        region="EU",
        valid_from=FIRST_DAY,
        silence_days=SILENCE,
        first_scan_days=2,
        customs_days=10,
        claim_days=3,
        asks_to_wait=False,
        additional_days=5,
        refund_days=7,
        sources={
            DelayClaim.END: Source(RIGHTS, "Art. 18(2)", RIGHTS_URL),
            DelayClaim.REFUND: Source(RIGHTS, "Art. 18(3)", RIGHTS_URL),
            DelayClaim.LOST: Source(RIGHTS, "Art. 20", RIGHTS_URL),
        },
    ),
    DelayPolicy(
        region="GB",
        valid_from=FIRST_DAY,
        silence_days=SILENCE,
        first_scan_days=2,
        customs_days=10,
        claim_days=3,
        asks_to_wait=False,
        additional_days=5,
        refund_days=7,
        sources={
            DelayClaim.END: Source(CONSUMERS, "s. 28(7)", f"{CONSUMERS_URL}/section/28"),
            DelayClaim.REFUND: Source(CONSUMERS, "s. 28(9)", f"{CONSUMERS_URL}/section/28"),
            DelayClaim.LOST: Source(CONSUMERS, "s. 29", f"{CONSUMERS_URL}/section/29"),
        },
    ),
    DelayPolicy(
        region="US",
        valid_from=FIRST_DAY,
        silence_days=SILENCE,
        first_scan_days=2,
        customs_days=10,
        claim_days=3,
        asks_to_wait=True,
        silence_consents_days=30,
        refund_days=7,
        sources={
            DelayClaim.CHOICE: Source(MAIL_ORDER, "§ 435.2(b)", MAIL_ORDER_URL),
            DelayClaim.REFUND: Source(MAIL_ORDER, "§ 435.1(b)", MAIL_ORDER_URL),
        },
    ),
)
