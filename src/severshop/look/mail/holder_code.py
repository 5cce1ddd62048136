"""The letter with the code by which somebody proves that an order's address is theirs."""

from django.conf import settings
from django.utils.translation import gettext as _

from severshop.look.mail.account import AccountWords
from severshop.look.mail.render import Letter, rendered


def holder_code_letter(*, number: str, code: str) -> Letter:
    """Write the letter in the language in force."""
    shown = f"{code[:3]} {code[3:]}"
    facts = {"number": number, "code": shown, "shop": settings.SHOP_NAME}
    words = AccountWords(
        subject=_("%(code)s is your code for order %(number)s") % facts,
        headline=_("Your code for order %(number)s") % facts,
        lead=_(
            "It works once, for 15 minutes, on the page where you asked for it. Nobody from us ever asks you for it."
        ),
        why=_(
            "Somebody with the link to this order wants to see its documents or change something at %(shop)s. "
            "If it was not you, do nothing: without the code they cannot."
        )
        % facts,
        code=shown,
    )
    return rendered("account", subject=words.subject, values={"words": words})
