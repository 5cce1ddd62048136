"""An order as a card in a list: the first sentences of its page, in the same words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from severshop.look.status import sentences, whereabouts
from severshop.look.status.facts import Item, StatusFacts
from severshop.look.status.page import Word, words_of
from severshop.look.status.returns import return_cards
from severshop.look.status.words import Pill, status_word
from severshop.vocabulary.statuses import OrderStatus

PICTURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """What a card shows. `pictures` are silhouettes with their tints; `lead` is empty for what is over."""

    version: int
    number: str
    placed_at: datetime
    status: OrderStatus
    word: str
    pill: Pill
    headline: str
    lead: Markup
    way: tuple[Word, ...]
    pictures: tuple[tuple[str, str], ...]
    more_pictures: int
    things: str
    returns: tuple[str, ...] = ()
    """Those that are not over, each in a few words."""


def order_card(facts: StatusFacts, *, now: datetime) -> OrderCard:
    """Return the card for an order's facts, as it reads at `now`."""
    today = now.astimezone(facts.updated_at.tzinfo).date()
    is_over = facts.status in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}
    pictures = list(dict.fromkeys((item.silhouette, item.tint) for item in facts.items))
    return OrderCard(
        version=facts.version,
        number=facts.number,
        placed_at=facts.placed_at,
        status=facts.status,
        word=status_word(facts.status),
        pill=sentences.pill(facts, now=now, today=today),
        headline=sentences.headline(facts, today=today),
        lead=Markup("") if is_over and not facts.attention else whereabouts.lead(facts, now=now, today=today),
        way=() if is_over else words_of(facts),
        pictures=tuple(pictures[:PICTURES]),
        more_pictures=max(0, len(pictures) - PICTURES),
        things=_things(facts.items),
        returns=_returns(facts, today=today),
    )


def _returns(facts: StatusFacts, *, today: date) -> tuple[str, ...]:
    told = return_cards(facts.returns, {}, today=today)
    return tuple(_("Your return: %(state)s") % {"state": one.word} for one in told if one.next)


def _things(items: tuple[Item, ...]) -> str:
    """Return what is in the order in a line: `Strada Runner, Rust, EU 42 and 2 more`."""
    if not items:
        return ""
    first = items[0]
    said = ", ".join(part for part in (first.name, first.variant) if part)
    if first.quantity > 1:
        said = _("%(count)d × %(thing)s") % {"count": first.quantity, "thing": said}
    more = sum(item.quantity for item in items[1:])
    if not more:
        return said
    return ngettext("%(thing)s and %(count)d more", "%(thing)s and %(count)d more", more) % {
        "thing": said,
        "count": more,
    }
