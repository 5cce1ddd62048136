"""How long delivery takes."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from severshop.look import formats
from severshop.look.help.answers import Answer, Part, ask_us, plain, read_shipping, see_status
from severshop.look.help.order import OrderInHand, Range, Terms
from severshop.look.status import sentences, whereabouts
from severshop.look.status.commitments import commitments
from severshop.look.status.words import delivery_option_word
from severshop.vocabulary.statuses import OrderStatus


def question() -> str:
    return _("How long does delivery take?")


def general(terms: Terms) -> Answer:
    """Give the days of each way to ship, as the checkout applies them."""
    titles = {
        "home": _("At home"),
        "union": _("In the European Union"),
        "outside": _("Outside the European Union"),
    }
    parts = tuple(
        Part(
            heading=titles[zone],
            sentences=tuple(
                plain(
                    _("%(option)s: packed in %(pack)s, then %(road)s on the road."),
                    option=delivery_option_word(way.code),
                    pack=business_days(way.handling),
                    road=business_days(way.transit),
                )
                for way in ways
            ),
        )
        for zone, ways in terms.ways.items()
        if ways
    )
    return Answer(
        short=plain(_("You see the dates before you pay, and they stand in your confirmation.")),
        parts=parts,
        acts=(read_shipping(),),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say when it arrives, what was promised, and what comes before."""
    facts = order.status
    told: list[Markup] = [whereabouts.lead(facts, now=order.now, today=order.today)]
    if facts.promised:
        told.append(plain(_("At checkout we promised %(days)s."), days=formats.days(facts.promised)))
    way = order.way
    if way and facts.status in {OrderStatus.RECEIVED, OrderStatus.IN_PROCESS, OrderStatus.SHIPPED}:
        told.append(
            plain(
                _("%(option)s to %(to)s takes %(pack)s to pack and %(road)s on the road."),
                option=delivery_option_word(way.code),
                to=facts.destination.city,
                pack=business_days(way.handling),
                road=business_days(way.transit),
            )
        )
    is_open = facts.status not in {OrderStatus.DELIVERED, OrderStatus.CANCELLED}
    told += commitments(facts, now=order.now, today=order.today) if is_open else []
    acts = (ask_us(order), see_status()) if order.is_late else (see_status(), read_shipping())
    return Answer(
        short=plain(f"{sentences.headline(facts, today=order.today)}."),
        parts=(Part(sentences=tuple(told)),),
        acts=acts,
    )


def business_days(days: Range) -> str:
    """`1 to 2 business days`, as short as it can be said."""
    if days.most == 0:
        return _("the same day")
    words = {"fewest": days.fewest, "most": days.most}
    if days.fewest == 0:
        return ngettext("up to %(most)d business day", "up to %(most)d business days", days.most) % words
    if days.fewest == days.most:
        return ngettext("%(most)d business day", "%(most)d business days", days.most) % words
    return ngettext("%(fewest)d to %(most)d business day", "%(fewest)d to %(most)d business days", days.most) % words
