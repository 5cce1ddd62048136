"""The returns policy, dated: an order keeps the one that was in force when it was placed. Pure data.

A new policy is a new entry with its day; none is ever edited. Pages, letters and rules read their figures here.
"""

from datetime import date

from severshop.vocabulary.policies import Claim, Condition, Payer, ReturnsPolicy, Source

RIGHTS = "Directive 2011/83/EU"
RIGHTS_URL = "https://eur-lex.europa.eu/eli/dir/2011/83/oj"
GOODS = "Directive (EU) 2019/771"
GOODS_URL = "https://eur-lex.europa.eu/eli/dir/2019/771/oj"
PERIODS = "Regulation (EEC, Euratom) No 1182/71"
PERIODS_URL = "https://eur-lex.europa.eu/eli/reg/1971/1182/oj"

POLICIES: tuple[ReturnsPolicy, ...] = (
    ReturnsPolicy(
        valid_from=date(2026, 1, 1),
        withdrawal_days=14,
        send_back_days=14,
        refund_days=14,
        way_back_paid_by={"home": Payer.SHOP, "union": Payer.SHOP, "outside": Payer.SHOPPER},
        refunds_standard_delivery=True,
        defect_years=2,
        latest_delivery_days=30,
        conditions=(Condition.TRIED_AS_IN_A_SHOP, Condition.COMPLETE),
        sources={
            Claim.WITHDRAWAL: Source(RIGHTS, "Art. 9", RIGHTS_URL),
            Claim.LAST_DAY: Source(PERIODS, "Art. 3(4)", PERIODS_URL),
            Claim.REFUND: Source(RIGHTS, "Art. 13", RIGHTS_URL),
            Claim.SEND_BACK: Source(RIGHTS, "Art. 14", RIGHTS_URL),
            Claim.LATE: Source(RIGHTS, "Art. 18", RIGHTS_URL),
            Claim.LOST: Source(RIGHTS, "Art. 20", RIGHTS_URL),
            Claim.DEFECT: Source(GOODS, "Art. 10", GOODS_URL),
        },
    ),
)
"""The oldest first."""
