"""The sentences of the policies, for their tables' codes."""

from django.utils.translation import gettext as _

from severshop.vocabulary.policies import Claim, Condition, DelayClaim, Payer, ReturnsPolicy, Source


def condition(code: Condition) -> str:
    """Return what a return must fulfil."""
    return {
        Condition.TRIED_AS_IN_A_SHOP: _(
            "Try them on indoors, as you would in a shop. Wear beyond that may lower what you get back."
        ),
        Condition.COMPLETE: _("Send back everything that belongs to it."),
    }[code]


def law(source: Source) -> str:
    """Return where a law says something, as people write it."""
    for kind, sentence in (
        ("Directive ", _("Directive %(number)s, %(article)s")),
        ("Regulation (EEC, Euratom) No ", _("Regulation (EEC, Euratom) No %(number)s, %(article)s")),
    ):
        if source.law.startswith(kind):
            return sentence % {"number": source.law.removeprefix(kind), "article": source.article}
    return f"{source.law}, {source.article}"


def claim(code: Claim) -> str:
    """Return what a law is the source of."""
    return {
        Claim.WITHDRAWAL: _("Changing your mind"),
        Claim.LAST_DAY: _("Which day is the last"),
        Claim.REFUND: _("Your money"),
        Claim.SEND_BACK: _("Sending it back"),
        Claim.LATE: _("What is late"),
        Claim.LOST: _("What is lost"),
        Claim.DEFECT: _("What is faulty"),
    }[code]


def delay_claim(code: DelayClaim) -> str:
    """Return what a law about delays is the source of."""
    return {
        DelayClaim.CHOICE: _("To wait or to cancel"),
        DelayClaim.END: _("Calling it off"),
        DelayClaim.LOST: _("What is lost"),
        DelayClaim.REFUND: _("Your money"),
    }[code]


def way_back(policy: ReturnsPolicy) -> tuple[tuple[str, str], ...]:
    """Return who pays for the way back, by how a country lies to the warehouse."""
    names = {
        "home": _("At home"),
        "union": _("In the European Union"),
        "outside": _("Outside the European Union"),
    }
    words = {Payer.SHOP: _("We pay"), Payer.SHOPPER: _("You pay")}
    return tuple((names[zone], words[payer]) for zone, payer in policy.way_back_paid_by.items() if zone in names)
