"""What a calendar entry says, in the language in force. Calendars are shared: it names no article."""

from django.conf import settings
from django.utils.translation import gettext as _


def summary_and_text(*, number: str, link: str, is_cancelled: bool) -> tuple[str, str]:
    """Return the entry's title, and the text behind it."""
    facts = {"number": number, "shop": settings.SHOP_NAME, "link": link}
    if is_cancelled:
        return _("Cancelled: %(shop)s order %(number)s") % facts, _("This order was cancelled. %(link)s") % facts
    return (
        _("%(shop)s order %(number)s arrives") % facts,
        _("Where it is now, and whether the days have changed: %(link)s") % facts,
    )
