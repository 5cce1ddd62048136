"""What the policies say to shoppers, sentence by sentence: on the public pages, and before a change is saved.

Each sentence has a code, so that two policies can be laid beside each other.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.look.formats import listed
from severshop.vocabulary.policies import ClaimsPolicy, DelayPolicy, Payer, RefundWhen, Remedy, ReturnsPolicy

type Sentences = Iterator[tuple[str, str]]

ZONES = ("home", "union", "outside")


def sentences(policy: ReturnsPolicy | DelayPolicy | ClaimsPolicy) -> dict[str, str]:
    """Return what a policy says, by code, in the order of reading."""
    match policy:
        case ReturnsPolicy():
            return dict(_returns(policy))
        case DelayPolicy():
            return dict(_delays(policy))
        case ClaimsPolicy():
            return dict(_claims(policy))


def changed(
    before: ReturnsPolicy | DelayPolicy | ClaimsPolicy, after: ReturnsPolicy | DelayPolicy | ClaimsPolicy
) -> list[tuple[str, str]]:
    """Return the sentences that differ, as (before, after); empty where one is not said."""
    old, new = sentences(before), sentences(after)
    codes = dict.fromkeys([*old, *new])
    return [(old.get(code, ""), new.get(code, "")) for code in codes if old.get(code) != new.get(code)]


def lead(policy: ReturnsPolicy) -> str:
    """Say first how long there is."""
    days = policy.return_days
    if days > policy.withdrawal_days:
        told = ngettext(
            "You can send it back within %(days)s day of its arrival, without a reason.",
            "You can send it back within %(days)s days of its arrival, without a reason.",
            days,
        )
        return told % {"days": days}
    days = policy.withdrawal_days
    if not days:
        return _("What is not faulty stays with you: it cannot be sent back.")
    told = ngettext(
        "You have %(days)s day from the day the last piece arrives to change your mind, without a reason.",
        "You have %(days)s days from the day the last piece arrives to change your mind, without a reason.",
        days,
    )
    return told % {"days": days}


def _returns(policy: ReturnsPolicy) -> Sentences:
    yield "time", lead(policy)
    if policy.return_days > policy.withdrawal_days > 0:
        told = _("Of these, the first %(days)s days are the time that the law gives you to withdraw from the contract.")
        yield "law", told % {"days": policy.withdrawal_days}
    if policy.withdrawal_days or policy.return_days:
        told = _("Once you have told us, you have %(days)s days to send it.")
        yield "send", told % {"days": policy.send_back_days}
        yield "money", _("Your money goes back within %(days)s days after you told us.") % {"days": policy.refund_days}
        yield "when", _when(policy)
        yield "delivery", delivery(policy)
        for zone in ZONES:
            yield f"way:{zone}", _way(zone, policy.way_back_paid_by[zone])
    yield "fault", _years(policy.defect_years)
    if policy.final_sale:
        yield "final", final_sale(policy)


def delivery(policy: ReturnsPolicy) -> str:
    """Say whether what the delivery cost is paid back."""
    if policy.refunds_standard_delivery:
        return _(
            "With the whole order goes back what its standard delivery cost; what a faster one cost more does not."
        )
    return _("What the delivery cost does not go back.")


def final_sale(policy: ReturnsPolicy) -> str:
    """Name the kinds of articles that cannot be sent back."""
    told = _("These come back only with a fault: %(kinds)s.")
    return told % {"kinds": listed([kind_word(one) for one in sorted(policy.final_sale)])}


def _when(policy: ReturnsPolicy) -> str:
    if policy.refund_when is RefundWhen.FIRST_SCAN:
        return _("We pay it back as soon as the carrier has scanned your parcel for the first time.")
    if orders := policy.trusted_after_orders:
        told = ngettext(
            "We look at what comes back first. Who has kept %(n)s order gets the money at the first scan.",
            "We look at what comes back first. Who has kept %(n)s orders gets the money at the first scan.",
            orders,
        )
        return told % {"n": orders}
    return _("We look at what comes back first.")


def _way(zone: str, payer: Payer) -> str:
    ours = {
        "home": _("At home we pay for the way back."),
        "union": _("In the European Union we pay for the way back."),
        "outside": _("Outside the European Union we pay for the way back."),
    }
    yours = {
        "home": _("At home the way back is yours to pay, unless the thing is faulty."),
        "union": _("In the European Union the way back is yours to pay, unless the thing is faulty."),
        "outside": _("Outside the European Union the way back is yours to pay, unless the thing is faulty."),
    }
    return (ours if payer is Payer.SHOP else yours)[zone]


def _years(years: int) -> str:
    told = ngettext(
        "For a fault that was there when it arrived you have %(years)s year.",
        "For a fault that was there when it arrived you have %(years)s years.",
        years,
    )
    return told % {"years": years} if years else _("For faults there is no time beyond what the law gives.")


def silence(policy: DelayPolicy, zone: str) -> str:
    """Say after how long without a scan the carrier is asked, for where a country lies."""
    days = policy.silence_days[zone]
    told = {
        "home": ngettext(
            "At home we ask the carrier after %(n)s working day without a scan.",
            "At home we ask the carrier after %(n)s working days without a scan.",
            days,
        ),
        "union": ngettext(
            "In the European Union we ask the carrier after %(n)s working day without a scan.",
            "In the European Union we ask the carrier after %(n)s working days without a scan.",
            days,
        ),
        "outside": ngettext(
            "Outside the European Union we ask the carrier after %(n)s working day without a scan.",
            "Outside the European Union we ask the carrier after %(n)s working days without a scan.",
            days,
        ),
    }[zone]
    return told % {"n": days}


def _delays(policy: DelayPolicy) -> Sentences:
    for zone in ZONES:
        yield f"silence:{zone}", silence(policy, zone)
    first, customs, days = policy.first_scan_days, policy.customs_days, policy.claim_days
    told = ngettext(
        "The carrier's first scan should come within %(n)s working day of the hand-over.",
        "The carrier's first scan should come within %(n)s working days of the hand-over.",
        first,
    )
    yield "scan", told % {"n": first}
    told = ngettext(
        "Customs may take %(n)s working day without news before we ask.",
        "Customs may take %(n)s working days without news before we ask.",
        customs,
    )
    yield "customs", told % {"n": customs}
    yield "choose", _choose(days)
    if policy.asks_to_wait:
        yield "ask", _("If it cannot leave in time we ask you first: wait, or cancel for a full refund.")
        if policy.silence_consents_days:
            told = _(
                "If you say nothing, we take that for a yes to a first delay of up to %(n)s days, and to no other."
            )
            yield "consent", told % {"n": policy.silence_consents_days}
    if policy.additional_days:
        told = ngettext(
            "From %(n)s working day after the last promised day on you may call it off and get your money back.",
            "From %(n)s working days after the last promised day on you may call it off and get your money back.",
            policy.additional_days,
        )
        yield "end", told % {"n": policy.additional_days}
    told = ngettext(
        "What we owe you then is paid back within %(n)s working day.",
        "What we owe you then is paid back within %(n)s working days.",
        policy.refund_days,
    )
    yield "refund", told % {"n": policy.refund_days}


def _choose(days: int) -> str:
    if not days:
        return _("As soon as we ask for it, you choose: your money back, or another pair.")
    told = ngettext(
        "If it has not turned up %(n)s working day after that, you choose: your money back, or another pair.",
        "If it has not turned up %(n)s working days after that, you choose: your money back, or another pair.",
        days,
    )
    return told % {"n": days}


def _claims(policy: ClaimsPolicy) -> Sentences:
    told = ngettext(
        "A parcel that is still on its way %(n)s day after the last promised day can be claimed as late.",
        "A parcel that is still on its way %(n)s days after the last promised day can be claimed as late.",
        policy.late_after_days,
    )
    yield "late", told % {"n": policy.late_after_days}
    told = _("If it is said to be delivered and is not there, tell us after %(after)s days, and within %(n)s days.")
    if policy.not_received_after_days == 1:
        told = _("If it is said to be delivered and is not there, tell us from the next day on, and within %(n)s days.")
    elif not policy.not_received_after_days:
        told = _("If it is said to be delivered and is not there, tell us within %(n)s days.")
    yield "missing", told % {"after": policy.not_received_after_days, "n": policy.not_received_within_days}
    told = ngettext(
        "If it came damaged, wrong or incomplete, tell us within %(n)s day: then nothing more has to be proven.",
        "If it came damaged, wrong or incomplete, tell us within %(n)s days: then nothing more has to be proven.",
        policy.damaged_within_days,
    )
    yield "damaged", told % {"n": policy.damaged_within_days}
    both = set(policy.remedies) >= {Remedy.REFUND, Remedy.REPLACEMENT}
    yield "remedy", _("You choose: your money back, or another pair.") if both else _("You get your money back.")


def kind_word(code: str) -> str:
    """Name a kind of article, in the plural."""
    return {
        "bag": _("bags"),
        "ballerina": _("ballerinas"),
        "balm": _("leather balm"),
        "boat": _("boat shoes"),
        "boot": _("boots"),
        "brogue": _("brogues"),
        "brush": _("brushes"),
        "chelsea": _("Chelsea boots"),
        "clog": _("clogs"),
        "court": _("court shoes"),
        "derby": _("derbies"),
        "espadrille": _("espadrilles"),
        "heel": _("heels"),
        "hightop": _("high-tops"),
        "hiking": _("hiking boots"),
        "insoles": _("insoles"),
        "kids": _("children's shoes"),
        "kidsboot": _("children's boots"),
        "laces": _("laces"),
        "loafer": _("loafers"),
        "rainboot": _("rain boots"),
        "runner": _("running shoes"),
        "sandal": _("sandals"),
        "shoetree": _("shoe trees"),
        "slide": _("slides"),
        "slipper": _("slippers"),
        "sneaker": _("sneakers"),
        "socks": _("socks"),
        "spray": _("sprays"),
        "trail": _("trail shoes"),
        "winter": _("winter boots"),
    }.get(code, code)
