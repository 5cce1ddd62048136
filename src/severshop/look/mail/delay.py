"""Letters about delays and lost parcels: what happened, the new dates, what we do, and what their reader can do."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.look import formats
from severshop.look.delays import how_we_look, reason, what_we_do
from severshop.look.mail.render import Letter, rendered
from severshop.look.mail.values import MailOrder
from severshop.look.mail.words import Words
from severshop.vocabulary.watching import Trouble
from severshop.vocabulary.windows import DeliveryWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDelay:
    """What a letter about a delay tells. Days are those of the warehouse."""

    trouble: Trouble
    carrier: str
    """By name; empty while nothing has left."""
    parcel: int | None
    promised: DeliveryWindow | None
    """At checkout."""
    window: DeliveryWindow | None
    """Now."""
    ships_by: date | None = None
    """The new day of the hand-over, for what has not left."""
    choice_link: str = ""
    """Where its reader chooses, if there is something to choose."""
    answer_by: date | None = None
    silence_is_consent: bool = True
    refund_days: int = 0
    """Working days within which a cancelled order is paid back."""
    end_from: date | None = None
    choose_from: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it; `link` leads to where something is done about it."""

    title: str
    texts: tuple[str, ...]
    link: str = ""
    link_words: str = ""


def delayed(order: MailOrder, delay: MailDelay) -> Letter:
    """Tell that it comes later: why, when, what we do, and what its reader can do."""
    facts = {"number": order.number, "days": formats.days(delay.window) if delay.window else ""}
    subject = _("Later than promised: order %(number)s, now %(days)s") if delay.window else _("Late: order %(number)s")
    words = Words(
        subject=subject % facts,
        pill=_("Delayed"),
        headline=_("Now arriving %(days)s") % facts if delay.window else _("Late, and no new date yet"),
        lead=reason(delay.trouble, carrier=delay.carrier),
    )
    sections = (
        Section(_("The new date"), _dates(delay)),
        Section(_("What we do"), (what_we_do(delay.trouble, carrier=delay.carrier),)),
        _choice(delay) if delay.choice_link else Section(_("What you can do"), _rights(delay)),
    )
    return _letter(order, words, sections)


def presumed_lost(order: MailOrder, delay: MailDelay) -> Letter:
    """Tell that we have a parcel looked for, and from when its reader may choose."""
    facts = {"number": order.number, "carrier": delay.carrier}
    words = Words(
        subject=_("We are looking for your parcel: order %(number)s") % facts,
        pill=_("Being looked for"),
        headline=_("We are looking for your parcel"),
        lead=_("%(carrier)s gave it up as lost.") % facts
        if delay.trouble is Trouble.CARRIER_SAYS
        else _("%(carrier)s has not scanned it for longer than almost all others take. We wait no longer.") % facts,
    )
    sections = (
        Section(_("What we do"), (how_we_look(carrier=delay.carrier),)),
        Section(_("What you can do"), _when_to_choose(delay)),
    )
    return _letter(order, words, sections)


def found(order: MailOrder, delay: MailDelay) -> Letter:
    """Tell that a parcel that was looked for goes on."""
    facts = {"number": order.number, "days": formats.days(delay.window) if delay.window else ""}
    words = Words(
        subject=_("Your parcel has been seen again: order %(number)s") % facts,
        pill=_("Found"),
        headline=_("Now arriving %(days)s") % facts if delay.window else _("Your parcel has been seen again"),
        lead=_("%(carrier)s has scanned it again. It goes on to you, and we go on watching it.")
        % {"carrier": delay.carrier},
    )
    sections = (
        Section(_("The new date"), _dates(delay)),
        Section(
            _("What you can do"), (_("You need not do anything. If it does not come, we act again by ourselves."),)
        ),
    )
    return _letter(order, words, sections)


def claim_offered(order: MailOrder, delay: MailDelay) -> Letter:
    """Tell that its reader may choose now: refund or replacement."""
    facts = {"number": order.number}
    words = Words(
        subject=_("Your choice: a refund or a replacement for order %(number)s") % facts,
        pill=_("Your choice"),
        headline=_("A refund or a replacement?"),
        lead=_("Your parcel has not turned up. The loss is ours, so the choice is yours: we do what you say."),
    )
    texts = (
        _("Tell us which you want. You need not write to the carrier, and you need not wait any longer."),
        _("If the parcel comes after all before you have chosen, it is yours as you ordered it."),
    )
    section = Section(
        _("What you can do"), texts, link=delay.choice_link, link_words=_("Choose a refund or a replacement")
    )
    return _letter(order, words, (section,))


def _dates(delay: MailDelay) -> tuple[str, ...]:
    said = []
    if delay.window:
        said.append(_("We now expect it %(days)s.") % {"days": formats.days(delay.window)})
    else:
        said.append(_("We cannot name a new day yet. As soon as we can, we write to you."))
    if delay.ships_by:
        said.append(_("It leaves our warehouse by %(day)s.") % {"day": formats.day(delay.ships_by)})
    if delay.promised:
        said.append(_("At checkout we promised %(days)s.") % {"days": formats.days(delay.promised)})
    return tuple(said)


def _choice(delay: MailDelay) -> Section:
    """Ask what the law has us ask, in its words: wait or cancel, what a cancellation brings, and what silence means."""
    day = formats.day(delay.answer_by) if delay.answer_by else ""
    sentence = ngettext(
        "Wait for it, or cancel: if you cancel, you get back all that you paid, within %(count)d working day.",
        "Wait for it, or cancel: if you cancel, you get back all that you paid, within %(count)d working days.",
        delay.refund_days,
    )
    texts = [sentence % {"count": delay.refund_days}]
    if delay.silence_is_consent:
        texts.append(_("If we hear nothing from you, we take it that you wait. You can cancel until it leaves."))
    else:
        sentence = _(
            "Tell us by %(day)s that you want to wait. If we do not hear from you, and it has not left by then, we"
            " cancel the order and pay everything back without being asked."
        )
        texts.append(sentence % {"day": day})
    return Section(_("Your choice"), tuple(texts), link=delay.choice_link, link_words=_("Wait for it, or cancel"))


def _rights(delay: MailDelay) -> tuple[str, ...]:
    said = [_("You need not do anything. If the new date does not suit you, answer this mail: a person reads it.")]
    if delay.end_from:
        sentence = _("If it has not come by %(day)s, you may call the purchase off and get all of your money back.")
        said.append(sentence % {"day": formats.day(delay.end_from)})
    return tuple(said)


def _when_to_choose(delay: MailDelay) -> tuple[str, ...]:
    said = [_("You need not do anything, nor write to the carrier. Whatever comes of it: the loss is ours, not yours.")]
    if delay.choose_from:
        sentence = _("If it has not turned up by %(day)s, you choose from then on: a refund or a replacement.")
        said.append(sentence % {"day": formats.day(delay.choose_from)})
    return tuple(said)


def _letter(order: MailOrder, words: Words, sections: tuple[Section, ...]) -> Letter:
    return rendered("delay", subject=words.subject, values={"words": words, "order": order, "sections": sections})
