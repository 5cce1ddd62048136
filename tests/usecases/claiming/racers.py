"""A process in which shoppers and staff want different things for the same parcel at the same moment."""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from severshop.domain.claims.models import Claim  # noqa: E402
from severshop.domain.orders.models import Order, Replacement  # noqa: E402
from severshop.domain.payments.models import Refund  # noqa: E402
from severshop.domain.returns.models import Return  # noqa: E402
from severshop.domain.returns.rules import Chosen  # noqa: E402
from severshop.domain.watch.claim_offers import offer_claim  # noqa: E402
from severshop.usecases.aftercare.announce_return import Announcement, announce_return  # noqa: E402
from severshop.usecases.claiming.decide_claim import grant_claim, refuse_claim, take_back  # noqa: E402
from severshop.usecases.claiming.open_claim import ClaimWish, open_claim  # noqa: E402
from severshop.vocabulary.claiming import ClaimKind, WhyClaimRefused  # noqa: E402
from severshop.vocabulary.policies import Remedy  # noqa: E402
from severshop.vocabulary.returning import ReturnReason  # noqa: E402
from severshop.vocabulary.watching import Trouble  # noqa: E402
from tests.returning import hear  # noqa: E402
from tests.usecases.aftercare.racers import at_once  # noqa: E402
from tests.usecases.claiming.claimed import claimed, shipped_order  # noqa: E402

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ROUNDS = 2


def wish(order: Order, remedy: Remedy, *, form: str, **other: Any) -> Any:
    said = ClaimWish(order_id=order.id, parcel=1, remedy=remedy, form=form, **{"kind": ClaimKind.LOST, **other})
    return lambda: open_claim(said, now=LATER)


def given(order: Order) -> dict[str, int]:
    return {
        "claims": Claim.objects.filter(order=order).count(),
        "refunds": Refund.objects.filter(order_id=order.id).count(),
        "sent": Replacement.objects.filter(original=order).count(),
    }


def two_windows() -> list[dict[str, int]]:
    """The shop offers the choice; its shopper takes both, one of them twice."""
    ended = []
    for round_ in range(ROUNDS):
        order, parcel = shipped_order(now=NOW, on_hand=99)
        offer_claim(order.id, parcel_id=parcel.pk, why=Trouble.SILENT, policy="all 2026-01-01", now=NOW)
        back = wish(order, Remedy.REFUND, form=f"a{round_}")
        again = wish(order, Remedy.REPLACEMENT, form=f"b{round_}")
        at_once(*([back, again, back] if round_ % 2 else [again, back, again]))
        ended.append(given(order))
    return ended


def many_decide() -> list[dict[str, Any]]:
    """Two members of staff give different things, a third nothing, and the shopper takes it back."""
    ended = []
    for round_ in range(ROUNDS):
        order, parcel = shipped_order(now=NOW, on_hand=99)
        found = claimed(parcel, {1: 1}, now=NOW, form=f"c{round_}").id
        acts = [
            lambda found=found: grant_claim(found, Remedy.REFUND, by=None, now=NOW),
            lambda found=found: grant_claim(found, Remedy.REPLACEMENT, by=None, now=NOW),
            lambda found=found: refuse_claim(found, WhyClaimRefused.NOT_SHOWN, by=None, now=NOW),
            lambda found=found, order=order: take_back(order.id, found, now=NOW),
        ]
        at_once(*acts[round_:], *acts[:round_])
        ended.append(given(order) | {"end": Claim.objects.get(pk=found).end})
    return ended


def claimed_or_returned() -> list[int]:
    """The last pair is claimed as broken in one window and sent back in another."""
    ended = []
    for round_ in range(ROUNDS):
        order, parcel = shipped_order(now=NOW, on_hand=99)
        hear(parcel, now=NOW, kind="D", code="FS")
        broken = wish(order, Remedy.REFUND, form=f"d{round_}", kind=ClaimKind.DAMAGED, units={2: 1})
        lines = {2: Chosen(1, ReturnReason.UNWANTED)}
        asked = Announcement(order_id=order.id, lines=lines, form=f"r{round_}")
        back = [lambda asked=asked: announce_return(asked, now=LATER)]
        at_once(*([broken, *back] if round_ % 2 else [*back, broken]))
        ended.append(given(order)["claims"] + Return.objects.filter(order=order).count())
    return ended


def main() -> None:
    call_command("migrate", verbosity=0)
    report = {
        "two windows": two_windows(),
        "many decide": many_decide(),
        "claimed or returned": claimed_or_returned(),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
