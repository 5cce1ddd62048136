"""The periodic jobs, as data: what comes back and how often."""

from datetime import datetime, timedelta

from django.conf import settings

from severshop.infra.jobs.runner import Job
from severshop.usecases.aftercare.cancel_late import cancel_late
from severshop.usecases.aftercare.count_fits import count_fits
from severshop.usecases.aftercare.exchange import let_go_overdue
from severshop.usecases.aftercare.follow_withdrawals import follow_withdrawals
from severshop.usecases.aftercare.label_return import label_waiting
from severshop.usecases.aftercare.settle_charges import settle_charges
from severshop.usecases.housekeeping.forget import (
    forget_mails_that_came,
    forget_message_keys,
    forget_page_changes,
    forget_sessions,
    forget_tallies,
)
from severshop.usecases.housekeeping.forget_accounts import forget_session_notes, forget_unproved_accounts
from severshop.usecases.housekeeping.forget_learnings import forget_learnings
from severshop.usecases.housekeeping.forget_messages import forget_messages
from severshop.usecases.housekeeping.forget_orders import forget_erased_orders, forget_late_words
from severshop.usecases.housekeeping.forget_withdrawals import forget_withdrawals
from severshop.usecases.housekeeping.seal_audit import seal_audit
from severshop.usecases.paying.settle_refunds import ask_about_quiet
from severshop.usecases.refresh_status import refresh_due
from severshop.usecases.returning.first_scan import pay_at_first_scan

REFRESH_BATCH = 500
SETTLE_BATCH = 50


def _refresh_due(now: datetime) -> int:
    return refresh_due(now=now, limit=REFRESH_BATCH)


def _learn_times(now: datetime) -> int:
    from severshop.usecases.promising.learn_times import learn_times  # noqa: PLC0415 - numpy is loaded once a day

    learned = learn_times(now=now)
    return learned.records if learned else 0


def _cancel_late(now: datetime) -> int:
    return cancel_late(now=now)


def _count_fits(now: datetime) -> int:
    return count_fits(now=now)


def _label_returns(now: datetime) -> int:
    return label_waiting(now=now)


def _let_go_of_pairs(now: datetime) -> int:
    return let_go_overdue(now=now)


def _pay_at_first_scan(now: datetime) -> int:
    return pay_at_first_scan(now=now)


def _follow_withdrawals(now: datetime) -> int:
    return follow_withdrawals(now=now)


def _ask_about_refunds(now: datetime) -> int:
    return ask_about_quiet(now=now, limit=SETTLE_BATCH)


def _settle_charges(now: datetime) -> int:
    return settle_charges(now=now, limit=SETTLE_BATCH)


def _settle_open(now: datetime) -> int:
    from severshop.usecases.buying.place_order import settle_open  # noqa: PLC0415 - only where the shop half is

    return settle_open(now=now, limit=SETTLE_BATCH)


def _forget_checkouts(now: datetime) -> int:
    from severshop.usecases.buying.forget_checkouts import forget_checkouts  # noqa: PLC0415 - the same

    return forget_checkouts(now)


POST_PURCHASE = (
    Job(name="refresh_due", every=timedelta(seconds=1), run=_refresh_due, lease=timedelta(minutes=1)),
    Job(name="follow_withdrawals", every=timedelta(minutes=1), run=_follow_withdrawals),
    Job(name="pay_at_first_scan", every=timedelta(minutes=1), run=_pay_at_first_scan),
    Job(name="label_returns", every=timedelta(minutes=1), run=_label_returns),
    Job(name="let_go_of_pairs", every=timedelta(hours=1), run=_let_go_of_pairs),
    Job(name="cancel_late", every=timedelta(minutes=1), run=_cancel_late),
    Job(name="settle_charges", every=timedelta(seconds=15), run=_settle_charges, lease=timedelta(minutes=10)),
    Job(name="ask_about_refunds", every=timedelta(minutes=5), run=_ask_about_refunds, lease=timedelta(minutes=10)),
    Job(name="forget_page_changes", every=timedelta(hours=1), run=forget_page_changes),
    Job(name="forget_message_keys", every=timedelta(hours=6), run=forget_message_keys),
    Job(name="forget_sessions", every=timedelta(hours=6), run=forget_sessions),
    Job(name="forget_mails_that_came", every=timedelta(hours=6), run=forget_mails_that_came),
    Job(name="forget_messages", every=timedelta(hours=24), run=forget_messages, lease=timedelta(hours=1)),
    Job(name="forget_late_words", every=timedelta(hours=24), run=forget_late_words),
    Job(name="forget_erased_orders", every=timedelta(hours=24), run=forget_erased_orders),
    Job(name="forget_withdrawals", every=timedelta(hours=24), run=forget_withdrawals),
    Job(
        name="learn_times",
        every=timedelta(seconds=settings.LEARN_EVERY_SECONDS),
        run=_learn_times,
        lease=timedelta(hours=1),
    ),
    Job(name="count_fits", every=timedelta(hours=24), run=_count_fits),
    Job(name="forget_learnings", every=timedelta(hours=24), run=forget_learnings),
    Job(name="seal_audit", every=timedelta(hours=1), run=seal_audit),
    Job(name="forget_tallies", every=timedelta(hours=1), run=forget_tallies),
    Job(name="forget_unproved_accounts", every=timedelta(hours=6), run=forget_unproved_accounts),
    Job(name="forget_session_notes", every=timedelta(hours=6), run=forget_session_notes),
)

SHOP = (
    Job(name="settle_open", every=timedelta(seconds=15), run=_settle_open, lease=timedelta(minutes=10)),
    Job(name="forget_checkouts", every=timedelta(hours=6), run=_forget_checkouts),
)


def periodic_jobs() -> tuple[Job, ...]:
    """Return the jobs of what is installed."""
    return POST_PURCHASE + SHOP if settings.SHOP_HALF else POST_PURCHASE
