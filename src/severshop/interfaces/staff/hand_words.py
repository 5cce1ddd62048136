"""What the staff's list says: what is wrong, how that is known, and what to do next."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.domain.carriers.registry import carrier_name
from severshop.domain.watch.hand import Act, Urgency
from severshop.interfaces.staff.page import here
from severshop.interfaces.staff.words import milestone_words
from severshop.look.formats import day, moment, percent
from severshop.look.status.words import Pill
from severshop.usecases.reading.needs_a_hand import HandRow
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.statuses import Attention
from severshop.vocabulary.watching import Level, Outcome, Trouble


def urgency_name(urgency: Urgency) -> str:
    """Return what a level of the list is called."""
    return {
        Urgency.LOST: _("Lost"),
        Urgency.ANSWER: _("Answer due"),
        Urgency.DELAYED: _("Delayed"),
        Urgency.HELD: _("Held"),
        Urgency.AT_RISK: _("At risk"),
        Urgency.SEARCH: _("Still asked for"),
    }[urgency]


def urgency_pill(urgency: Urgency) -> Pill:
    """Return the word with which a line of the list begins."""
    tones = {Urgency.LOST: "bad", Urgency.AT_RISK: "quiet", Urgency.SEARCH: "quiet"}
    return Pill(urgency_name(urgency), tones.get(urgency, "warn"))


def level_pill(level: Level) -> Pill:
    """Return the word for a flag of the watch."""
    return {
        Level.AT_RISK: Pill(_("At risk"), "quiet"),
        Level.DELAYED: Pill(_("Delayed"), "warn"),
        Level.LOST: Pill(_("Presumed lost"), "bad"),
    }[level]


def reason(row: HandRow) -> str:
    """Say in one sentence why a line is on the list."""
    hand = row.hand
    if hand.question and hand.question.cancelled_at:
        return _("The shopper chose to cancel.")
    if hand.situation.is_cancelling:
        return _("The shopper asked to cancel.")
    if hand.situation.trouble:
        return trouble(hand.situation.trouble, hand.evidence, level=hand.situation.level, carrier=hand.carrier)
    if hand.situation.attention:
        return stuck(hand.situation.attention, carrier=hand.carrier)
    if hand.question:
        return _("The shopper was asked whether to wait or to cancel, and has not answered.")
    return _("Nothing is wrong any more; the investigation is still open.")


def trouble(kind: Trouble, evidence: Mapping[str, Any], *, level: Level | None, carrier: str) -> str:
    """Say what has not happened."""
    who = carrier_name(carrier) if carrier else _("The carrier")
    if kind is Trouble.CARRIER_SAYS:
        is_lost = level is Level.LOST
        said = _("%(carrier)s says that it is lost.") if is_lost else _("%(carrier)s says that it comes later.")
        return said % {"carrier": who}
    if kind is Trouble.CUSTOMS and evidence.get("where_since"):
        return _("At customs since %(day)s.") % {"day": _day(evidence["where_since"])}
    if kind is Trouble.NOT_BROUGHT:
        return _("%(carrier)s had it out for delivery and did not bring it.") % {"carrier": who}
    if kind is Trouble.SILENT and evidence.get("heard"):
        days = int(evidence.get("silent_days", 0))
        sentence = ngettext(
            "No scan for %(n)d working day; the last word was on %(day)s.",
            "No scan for %(n)d working days; the last word was on %(day)s.",
            days,
        )
        return sentence % {"n": days, "day": _day(evidence["heard"])}
    return _waited(kind, int(evidence.get("waited_days", 0)), carrier=who)


def stuck(attention: Attention, *, carrier: str) -> str:
    """Say what a carrier reports that needs a hand."""
    who = carrier_name(carrier) if carrier else _("The carrier")
    sentences = {
        Attention.LOST: _("%(carrier)s says that it is lost."),
        Attention.CUSTOMS_HOLD: _("Customs holds it."),
        Attention.ACTION_NEEDED: _("%(carrier)s cannot go on without an answer."),
        Attention.DAMAGED: _("%(carrier)s reports damage."),
        Attention.RETURNING: _("%(carrier)s is bringing it back."),
    }
    return sentences.get(attention, _("%(carrier)s reports trouble.")) % {"carrier": who}


def evidence(told: Mapping[str, Any]) -> str:
    """Say how that is known: which share of its kind was further by now, and of how many."""
    arrived, left = told.get("arrived_by_now"), told.get("left_by_now")
    share = arrived if arrived is not None else left
    if share is None:
        return ""
    counted = int(told.get("ended") or 0)
    values = {"share": share_of(float(share)), "n": counted}
    if not counted:
        if arrived is not None:
            return _("By the rule table, %(share)s of parcels like this have arrived by now.") % values
        return _("By the rule table, %(share)s of orders like this have left by now.") % values
    if arrived is not None:
        return _("%(share)s of parcels like this had arrived by now; %(n)d counted.") % values
    return _("%(share)s of orders like this had left by now; %(n)d counted.") % values


def chance(told: Mapping[str, Any], *, today: date) -> str:
    """Say how likely it is to be late, or since when it is."""
    deadline = told.get("deadline")
    if deadline and date.fromisoformat(deadline) < today:
        return _("The last promised day has passed.")
    late = told.get("late")
    return _("It will be late with a chance of %(share)s.") % {"share": share_of(float(late))} if late else ""


def share_of(value: float) -> str:
    """`0.984` -> `98%`; what is nearly all is never called all."""
    whole = round(value * 100)
    shown = min(whole, 99) if value < 1 else whole
    return percent(shown * 100)


def act_name(act: Act) -> str:
    """Return what the button of a line says."""
    return {
        Act.CANCEL: _("See what to cancel"),
        Act.INVESTIGATE: _("Open an investigation"),
        Act.ASK: _("Ask the carrier"),
        Act.CLOSE: _("Close the investigation"),
        Act.WRITE: _("Write to the shopper"),
        Act.LOOK: _("Look at the order"),
    }[act]


def moment_said(text: str | None, *, there: bool = False) -> str:
    """Say a moment of a dossier by the warehouse's clock, or with `there` by the clock of the place."""
    if not text:
        return _("not yet")
    told = datetime.fromisoformat(text)
    return moment(told if there else here(told))


def milestone_said(scan: Mapping[str, str], carrier: str) -> str:
    """Say a scan of a dossier."""
    return milestone_words(Milestone(scan["milestone"]), Reason(scan.get("reason", "")), carrier)


def outcome_name(outcome: Outcome) -> str:
    """Say what came of an investigation."""
    return {
        Outcome.FOUND: _("Found; it goes on"),
        Outcome.DELIVERED: _("It has arrived"),
        Outcome.RETURNING: _("It is coming back"),
        Outcome.LOST: _("The carrier gave it up"),
        Outcome.DAMAGED: _("Damaged"),
        Outcome.NO_ANSWER: _("No answer"),
    }[outcome]


def _waited(kind: Trouble, days: int, *, carrier: str) -> str:
    if kind is Trouble.NOT_HANDED_OVER:
        sentence = ngettext(
            "In the house for %(n)d working day and not handed over.",
            "In the house for %(n)d working days and not handed over.",
            days,
        )
    elif kind is Trouble.NOT_SCANNED:
        sentence = ngettext(
            "Handed to %(carrier)s %(n)d working day ago and never scanned.",
            "Handed to %(carrier)s %(n)d working days ago and never scanned.",
            days,
        )
    else:
        sentence = ngettext(
            "On its way for %(n)d working day.",
            "On its way for %(n)d working days.",
            days,
        )
    return sentence % {"n": days, "carrier": carrier}


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
