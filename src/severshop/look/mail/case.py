"""The letters of a conversation: that a question is here, what was answered, and what we wrote first."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look import formats
from severshop.look.mail.render import Letter, rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLetter:
    """What a letter of a case is made of. `number` is empty where it is about no order.

    `is_theirs` is false where somebody else's address asked: their words are not repeated in our name.
    """

    number: str
    link: str
    text: str
    by: str = ""
    question: str = ""
    answer_by: datetime | None = None
    is_theirs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWords:
    """What the letter says around what was written."""

    subject: str
    headline: str
    lead: str
    why: str
    text: str
    question: str
    link: str
    button: str


def opened_letter(told: CaseLetter) -> Letter:
    """Confirm that a question is here, and say by when it is answered."""
    if not told.is_theirs:
        lead = _(
            "It came from another e-mail address than the one of your order. We answer to yours only; "
            "what was written is on the page below."
        )
        return _letter(told, headline=_("Somebody asked about your order"), lead=lead, text="", question="")
    headline = _("We have your question")
    lead = _("A person reads it and answers you by e-mail and on the page below.")
    if told.answer_by:
        lead = _("A person answers by %(moment)s, by e-mail and on the page below.") % {
            "moment": formats.moment(told.answer_by)
        }
    return _letter(told, headline=headline, lead=lead, text="", question=told.text)


def answer_letter(told: CaseLetter) -> Letter:
    """Send what a person answered."""
    lead = _("You can simply reply to this e-mail, or write on the page below.")
    headline = _("%(name)s answered you") % {"name": told.by} if told.by else _("We answered you")
    return _letter(told, headline=headline, lead=lead, text=told.text, question=told.question)


def first_letter(told: CaseLetter) -> Letter:
    """Send what a person wrote of our own accord."""
    facts = {"number": told.number, "shop": settings.SHOP_NAME, "name": told.by}
    words = CaseWords(
        subject=_("About your order %(number)s") % facts,
        headline=_("%(name)s wrote to you") % facts if told.by else _("We wrote to you"),
        lead=_("You can simply reply to this e-mail, or write on the page below."),
        why=_("You get this e-mail because you ordered at %(shop)s.") % facts,
        text=told.text,
        question="",
        link=told.link,
        button=_("Read the conversation"),
    )
    return rendered("case", subject=words.subject, values={"words": words})


def _letter(told: CaseLetter, *, headline: str, lead: str, text: str, question: str) -> Letter:
    facts = {"number": told.number, "shop": settings.SHOP_NAME}
    subject = (
        _("Your question about order %(number)s") % facts if told.number else _("Your question to %(shop)s") % facts
    )
    words = CaseWords(
        subject=subject,
        headline=headline,
        lead=lead,
        why=_("You get this e-mail because somebody asked us this with your order or your address at %(shop)s.")
        % facts,
        text=text,
        question=question,
        link=told.link,
        button=_("Read the conversation"),
    )
    return rendered("case", subject=words.subject, values={"words": words})
