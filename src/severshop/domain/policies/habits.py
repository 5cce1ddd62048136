"""What carriers say of their own scans, each with the page that says it. Pure data.

Nothing is in here that a carrier did not publish: where it names no hours there are none, and the shop says
what it expects itself (`next` in the public JSON).
"""

from collections.abc import Mapping
from datetime import date

from severshop.vocabulary.policies import Habit

READ_ON = date(2026, 11, 23)

HABITS: Mapping[str, Habit] = {
    "ups": Habit(
        quiet_days=5,
        sender_asks=True,
        source="https://www.ups.com/us/en/help-center/tracking-support/receiving-shipment.page",
        read_on=READ_ON,
    ),
    "dhl": Habit(
        known_within_hours=48,
        source="https://www.dhl.com/lu-de/home/customer-service/dhl-parcel-tracking-faq.html",
        read_on=READ_ON,
    ),
    "royalmail": Habit(
        known_within_hours=24,
        source="https://www.royalmail.com/help/tracking-message-looks-wrong",
        read_on=READ_ON,
    ),
}

NOTHING_SAID = Habit()


def habit_of(carrier: str) -> Habit:
    """Return what a carrier has published; nothing for one that has published nothing that we found."""
    return HABITS.get(carrier, NOTHING_SAID)
