"""What happens next, each with its moment: the shop binds itself, and says so when the moment has passed."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.status.claims import next_step
from severshop.look.status.facts import Commitment, StatusFacts
from severshop.look.status.returns import next_of
from severshop.look.status.sentences import NOT_COMING, open_parcels
from severshop.look.status.times import near, on_day, say
from severshop.vocabulary.milestones import Milestone
from severshop.vocabulary.statuses import Attention, OrderStatus

WHOLE_DAYS = frozenset({"arrive", "collect", "answer"})
"""Commitments that are promised for a day, not for an hour: they have passed when it is over."""
FROM_A_DAY = frozenset({"choose", "end"})
"""What may be done from a day on: it has come with the morning."""


def commitments(facts: StatusFacts, *, now: datetime, today: date) -> list[Markup]:
    """Return what happens next, in order."""
    told = [step for step in facts.commitments if step.code in _due() and _holds(step, facts)]
    return [_sentence(step, facts, now=now, today=today) for step in told]


def _holds(step: Commitment, facts: StatusFacts) -> bool:
    """Whether a commitment is still to be made: not for what is lost, nor a day for what is nearly there."""
    if facts.attention in NOT_COMING:
        return step.code == "choose"
    return step.code != "arrive" or facts.arrival.kind not in {"today", "pickup"}


def nothing_next(facts: StatusFacts, *, today: date) -> str:
    """Return what to say when nothing more is to come, or nothing that has a date. `today` is the shop's date."""
    if facts.status is OrderStatus.DELIVERED:
        return _once_delivered(facts, today=today)
    if facts.status is OrderStatus.CANCELLED:
        return _("Nothing more. This page stays here for your records.")
    if facts.attention in NOT_COMING | {Attention.ACTION_NEEDED}:
        return _who_goes_on(facts)
    if facts.arrival.kind == "today":
        return _("The driver brings it in the course of the day. If nobody can take it, you read here what comes next.")
    if facts.arrival.kind == "pickup":
        return _("Collect it when it suits you, before the pickup point sends it back to us.")
    return _("We have no moment to name yet. As soon as we do, it stands here.")


def _once_delivered(facts: StatusFacts, *, today: date) -> str:
    if told := next((one for one in reversed(facts.claims) if one.next_code), None):
        return next_step(told)
    if back := next((one for one in reversed(facts.returns) if one.next_code), None):
        return next_of(back, today=today)
    return _("Nothing more: it should be with you. If you do not have it, tell us and we find out.")


def _who_goes_on(facts: StatusFacts) -> str:
    if told := next((one for one in reversed(facts.claims) if one.stands), None):
        return next_step(told)
    if facts.attention is Attention.LOST and any(parcel.milestone is Milestone.LOST for parcel in facts.parcels):
        return _("Choose what you want for it. It is done at once, and the loss is ours.")
    return _("Write to us: from here on a person at our shop goes on with you.")


def _sentence(step: Commitment, facts: StatusFacts, *, now: datetime, today: date) -> Markup:
    passed = step.by.date() < today if step.code in WHOLE_DAYS else step.by < now
    sentence = (_overdue() if passed else _due())[step.code]
    by = on_day(step.by.date()) if step.code in WHOLE_DAYS | FROM_A_DAY else near(step.by, today=today)
    waiting = open_parcels(facts)
    carrier = (waiting or facts.parcels)[0].carrier_name if facts.parcels else _("the carrier")
    return say(sentence, by=Markup("<b>{}</b>").format(by), carrier=carrier, city=facts.destination.city)


def _due() -> dict[str, str]:
    return {
        "pick": _("By %(by)s we take your things from the shelf."),
        "pack": _("By %(by)s they are packed."),
        "hand_over": _("By %(by)s we hand the parcel to %(carrier)s."),
        "first_scan": _("By %(by)s %(carrier)s should scan it for the first time."),
        "next_scan": _("By %(by)s it should be scanned again."),
        "arrive": _("By %(by)s it should be with you in %(city)s."),
        "we_ask_carrier": _("If nobody has scanned it by %(by)s, we ask %(carrier)s ourselves."),
        "collect": _("Collect it by %(by)s; after that it is sent back to us."),
        "answer": _("Until %(by)s you can choose on this page: wait for it, or cancel."),
        "choose": _("If it does not turn up, you can choose refund or replacement here from %(by)s on."),
        "end": _("If it has not come by %(by)s, you may call the purchase off and get all of your money back."),
    }


def _overdue() -> dict[str, str]:
    return {
        "pick": _("We meant to take your things from the shelf by %(by)s. We are late with it."),
        "pack": _("They should have been packed by %(by)s. We are late with it."),
        "hand_over": _("The parcel should have gone to %(carrier)s by %(by)s. It has not yet."),
        "first_scan": _("%(carrier)s should have scanned it by %(by)s. No scan has come yet."),
        "next_scan": _("It should have been scanned again by %(by)s. No scan has come yet."),
        "arrive": _(
            "It should have been with you by %(by)s. Write to us, and a person looks into it with %(carrier)s."
        ),
        "we_ask_carrier": _("%(by)s has passed without a scan: now it is on us to ask %(carrier)s."),
        "collect": _("The last day to collect it was %(by)s. Write to us if you still want it."),
        "answer": _("The last day to choose was %(by)s. Write to us if you would have it otherwise."),
        "choose": _("Since %(by)s it is your choice: a refund or a replacement. Say it below, and we do it."),
        "end": _("%(by)s has passed: you may call the purchase off now. Write to us, and you get all of it back."),
    }
