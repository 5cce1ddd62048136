"""The storefront's own sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from severshop.domain.carriers.registry import carrier_name
from severshop.look import formats
from severshop.vocabulary.availability import Availability


def group_word(group: str) -> str:
    """Return the name of a group of products; the group's code if it has none."""
    return {
        "shoes": _("All shoes"),
        "running": _("Running"),
        "sneakers": _("Sneakers"),
        "boots": _("Boots"),
        "smart": _("Smart"),
        "summer": _("Summer"),
        "home": pgettext("group of shoes", "At home"),
        "kids": _("Kids"),
        "accessories": _("Accessories"),
    }.get(group, group)


def group_sentence(group: str) -> str:
    """Return what one may expect in a group."""
    return {
        "running": _("For roads, parks and the long way round."),
        "sneakers": _("For every day that needs no reason."),
        "boots": _("For rain, snow, hills and the city in November."),
        "smart": _("For the office, the evening and the dance floor."),
        "summer": _("For warm stones and wet decks."),
        "home": _("For the hours that are yours."),
        "kids": _("For feet that run before they walk."),
        "accessories": _("For keeping good shoes good."),
    }.get(group, "")


def option_word(option: str) -> str:
    """Return the name of a way to deliver."""
    return {
        "standard": pgettext("delivery option", "Standard"),
        "express": pgettext("delivery option", "Express"),
    }.get(option, option)


def availability_word(availability: Availability) -> str:
    """Return what a line of the basket says of an article that is not on the shelf; empty for one that is."""
    return {
        Availability.AT_SUPPLIER: _("Comes from the maker"),
        Availability.MADE_TO_ORDER: _("Made to order"),
    }.get(availability, "")


def waiting_sentence(availability: Availability, *, ships_by: date, articles: int = 1) -> str:
    """Return why an order of so many articles takes longer and by when it leaves; empty where all is on the shelf."""
    alone = {
        Availability.AT_SUPPLIER: _("It comes from the maker first: it leaves our warehouse by %(day)s."),
        Availability.MADE_TO_ORDER: _("It is made to order: it leaves our warehouse by %(day)s."),
    }
    together = {
        Availability.AT_SUPPLIER: _(
            "What comes from the maker takes longest: everything leaves our warehouse by %(day)s."
        ),
        Availability.MADE_TO_ORDER: _(
            "What is made to order takes longest: everything leaves our warehouse by %(day)s."
        ),
    }
    return (alone if articles == 1 else together).get(availability, "") % {"day": formats.day(ships_by)}


def carrier_word(carrier: str) -> str:
    """Return who brings it."""
    return _("by %(carrier)s") % {"carrier": carrier_name(carrier)}


def changed_sentence(what: tuple[str, ...]) -> str:
    """Return what became different while the shopper read the page."""
    parts = {"prices": _("the price"), "dates": _("the delivery dates"), "address": _("the address")}
    named = formats.listed([parts.get(part, part) for part in what])
    return _("While you were reading, this changed: %(what)s. Nothing was charged. Please look again.") % {
        "what": named
    }


def missing_sentence(missing: tuple[str, ...]) -> str:
    """Return what a checkout still lacks."""
    parts = {
        "lines": _("Your basket is empty."),
        "articles": _("Something in your basket is no longer sold."),
        "contact": _("We still need your e-mail address."),
        "address": _("We still need an address that we deliver to."),
        "delivery": _("Please choose how it should come."),
    }
    return " ".join(parts.get(part, "") for part in missing).strip()


def audience_us(audience: str) -> str:
    """Return whose US sizes are printed beside the European ones."""
    return {
        "women": _("US women"),
        "children": _("US kids"),
        "men": _("US men"),
    }.get(audience, _("US men"))
