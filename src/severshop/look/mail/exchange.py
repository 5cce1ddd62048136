"""The letter that a pair is no longer kept for a return."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.money import MoneyWords
from severshop.look.mail.render import Letter, rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGoLetter:
    """What the letter is made of. `number` is the order's, `pairs` are lines for people."""

    number: str
    return_number: str
    link: str
    pairs: tuple[str, ...]
    handed_in_by: date


def let_go_letter(told: LetGoLetter) -> Letter:
    """Say which pair went back on the shelf, why, and what happens if the old one comes after all."""
    facts = {"day": formats.day(told.handed_in_by), "number": told.return_number}
    words = MoneyWords(
        subject=_("Order %(number)s: we no longer keep the other pair") % {"number": told.number},
        headline=_("The other pair is on the shelf again"),
        lead=_(
            "We kept it for you until what you wanted to exchange came back. It was to be handed in by %(day)s, and no"
            " carrier has told us of it since."
        )
        % facts,
        things=told.pairs,
        money=_(
            "Nothing is lost: what you have stays yours. If it is on its way after all, we pay it back once it is here"
            " and accepted."
        ),
        note="",
        link=told.link,
        button=_("See your return"),
        why=_("You get this e-mail because it is about your order at %(shop)s.") % {"shop": settings.SHOP_NAME},
    )
    return rendered("money", subject=words.subject, values={"words": words})
