"""When something that went wrong on the way may be claimed, dated and by region. Pure data: the shop's own word.

The law behind it stands with the policies of delays (loss and lateness) and of returns (defects).
"""

from datetime import date

from severshop.vocabulary.policies import ClaimsPolicy

POLICIES: tuple[ClaimsPolicy, ...] = (
    ClaimsPolicy(
        valid_from=date(2026, 1, 1),
        late_after_days=7,
        not_received_after_days=1,
        not_received_within_days=30,
        damaged_within_days=30,
    ),
)
