"""What the list of withdrawals says of each."""

from django.utils.translation import gettext as _

from severshop.vocabulary.withdrawing import WhyPeople


def why(code: WhyPeople | None) -> str:
    """Say what a person has to look at, and what to do about it."""
    if code is None:
        return _("It had left. Wait for the pieces or for the proof that they were sent, and pay back.")
    return {
        WhyPeople.UNKNOWN_ORDER: _("No order has this number. Find it by name or address, and write back."),
        WhyPeople.OTHER_EMAIL: _("The order has another address. Make sure that it is theirs before anything is done."),
        WhyPeople.IN_WORDS: _("A part is meant. Cancel it on the order's screen, or ask for it back."),
        WhyPeople.LATE: _("The time to withdraw was over. Decide, and write back."),
        WhyPeople.NOTHING_LEFT: _("All of it was cancelled or withdrawn from before. Write back."),
        WhyPeople.CANCELLATION_OPEN: _("Somebody asked to cancel a part. Decide that first."),
    }[code]
