"""What a delay policy means for one order: what is asked of its shopper, until when, and what silence says. Pure."""

from datetime import date, timedelta
from typing import NamedTuple

from severshop.vocabulary.policies import DelayPolicy
from severshop.vocabulary.watching import Answer


class Asked(NamedTuple):
    """Wait or cancel? `answer_on` is the last day for an answer; without one the order stands if silence consents."""

    silence_is_consent: bool
    answer_on: date


def question(
    policy: DelayPolicy, *, ships_by: date, revised: date | None, promised: date, asked_before: bool
) -> Asked | None:
    """Return what a delay before the hand-over asks of the shopper; None where the policy leaves the choice out.

    `promised` is the first promised day of hand-over, `ships_by` the one promised last, and `revised` the new one,
    None where nobody can name it. `asked_before`: this is not the first delay of the order.

    16 CFR 435.2(b): silence agrees to a first delay of 30 days at most; a longer or an unknown one needs a yes
    within these days of the first promised day, a further one before the day promised last passes.
    """
    if not policy.asks_to_wait:
        return None
    most = timedelta(days=policy.silence_consents_days)
    if asked_before:
        return Asked(silence_is_consent=False, answer_on=ships_by)
    if revised is not None and revised - promised <= most:
        return Asked(silence_is_consent=True, answer_on=revised)
    return Asked(silence_is_consent=False, answer_on=promised + most)


def is_to_be_cancelled(*, answer: Answer | None, silence_is_consent: bool, answer_on: date, today: date) -> bool:
    """Tell whether an order that has not left is to be cancelled and paid back: by its answer, or for want of one."""
    if answer is not None:
        return answer is Answer.CANCEL
    return not silence_is_consent and today > answer_on
