"""The letters about delays and lost parcels. They are owed: nobody can turn them off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from severshop.domain.notifications.rules import Kind
from severshop.domain.policies.queries import delay_policy_for
from severshop.domain.promises.facts import Promised, promised
from severshop.infra.outbox.claims import Entry
from severshop.infra.outbox.runner import DroppedError, GiveUpError
from severshop.look.mail import delay as letters
from severshop.look.mail.delay import MailDelay
from severshop.look.mail.render import Letter
from severshop.look.mail.values import MailOrder
from severshop.look.status.facts import Delay, Question
from severshop.usecases.notifying.order_letters import thread_of
from severshop.usecases.notifying.writing import Mail, Writer, spoken
from severshop.usecases.reading.mail_facts import MailFacts, mail_facts
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.statuses import OrderStatus
from severshop.vocabulary.watching import Level, Trouble

WRITTEN: dict[Kind, Callable[[MailOrder, MailDelay], Letter]] = {
    Kind.DELAYED: letters.delayed,
    Kind.PRESUMED_LOST: letters.presumed_lost,
    Kind.FOUND: letters.found,
    Kind.CLAIM_OFFERED: letters.claim_offered,
}
NEEDS = {Kind.DELAYED: Level.DELAYED, Kind.PRESUMED_LOST: Level.LOST, Kind.CLAIM_OFFERED: Level.LOST}
"""What must still be so when the letter goes out: news that came in between has taken the others back."""


def write(entry: Entry, now: datetime) -> Mail:  # noqa: ARG001 - what a writer is given
    """Write a letter about a delay, as things are now."""
    facts = mail_facts(entry.order_id) if entry.order_id else None
    if facts is None or entry.order_id is None:
        raise GiveUpError("there is no such order")
    kind = Kind(entry.payload["kind"])
    promise = promised([entry.order_id]).get(entry.order_id)
    _require_true(kind, entry, facts, promise)
    # Of what nobody sees any more no day can be named, not even the promised one.
    order = replace(facts.order, window=None) if NEEDS.get(kind) is Level.LOST else facts.order
    with spoken(facts.language) as language:
        letter = WRITTEN[kind](order, _told(kind, entry, facts, promise))
    return Mail(
        to=facts.email,
        language=language,
        letter=letter,
        thread=thread_of(entry.order_id, facts),
        thread_name=f"order-{entry.order_id}-{facts.email_version}",
    )


def _require_true(kind: Kind, entry: Entry, facts: MailFacts, promise: Promised | None) -> None:
    if facts.order.status in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}:
        raise DroppedError("not sent: the order was delivered or cancelled meanwhile")
    level = facts.delay.level if facts.delay else None
    if kind in NEEDS and level is not NEEDS[kind]:
        raise DroppedError("not sent: newer news overtook it")
    if kind is Kind.FOUND and level is Level.LOST:
        raise DroppedError("not sent: newer news overtook it")
    if kind in {Kind.PRESUMED_LOST, Kind.CLAIM_OFFERED} and entry.payload["parcel"] in facts.claimed_parcels:
        raise DroppedError("not sent: its shopper has chosen already")
    if kind is Kind.DELAYED and promise is not None and promise.version != entry.payload["version"]:
        raise DroppedError("not sent: the dates were revised again, and the newest have their own letter")


def _told(kind: Kind, entry: Entry, facts: MailFacts, promise: Promised | None) -> MailDelay:
    parcel = facts.order.parcel(entry.payload["parcel"])
    delay, question = facts.delay, facts.delay.question if facts.delay else None
    is_here = parcel is None and kind is Kind.DELAYED
    return MailDelay(
        trouble=delay.trouble if delay else Trouble.SILENT,
        carrier=parcel.carrier if parcel else "",
        parcel=parcel.position if parcel else None,
        promised=promise.first if promise else None,
        window=promise.newest if promise and promise.version > 1 else None,
        ships_by=promise.newest_ships_by if promise and is_here else None,
        choice_link=_choice_link(kind, facts, delay),
        answer_by=_day(question.by) if question else None,
        silence_is_consent=question.silence_is_consent if question else True,
        refund_days=delay_policy_for(facts.order.address.country, shop_day(facts.order.placed_at)).refund_days,
        end_from=facts.end_from,
        choose_from=delay.choose_from if delay else None,
    )


def _choice_link(kind: Kind, facts: MailFacts, delay: Delay | None) -> str:
    if kind is Kind.CLAIM_OFFERED and delay:
        return f"{facts.order.pages_link}claim/{delay.parcel}/"
    return f"{facts.order.pages_link}delay/" if kind is Kind.DELAYED and _is_asked(delay) else ""


def _is_asked(delay: Delay | None) -> bool:
    question: Question | None = delay.question if delay else None
    return question is not None and question.answer is None


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(settings.SHOP_TIME_ZONE)).date()


DELAY_LETTERS: dict[str, Writer] = {kind.value: write for kind in WRITTEN}
