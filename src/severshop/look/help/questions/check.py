"""How an order is followed."""

from django.utils.translation import gettext as _

from severshop.look.help.answers import Answer, Part, Said, find_order, my_orders, part_of, place_of, plain, see_status
from severshop.look.help.order import OrderInHand, ParcelInHand, Terms
from severshop.look.status import delays, sentences, whereabouts
from severshop.look.status.words import attention_meaning, status_meaning, status_word


def question() -> str:
    return _("How can I check my order status?")


def general(_terms: Terms) -> Answer:
    """Name the two ways."""
    return Answer(
        short=plain(_("Open the link in your confirmation e-mail, or sign in and open “My Orders”.")),
        parts=(
            Part(
                sentences=(
                    plain(_("The link needs no password. It shows the status, where it is and what happens next.")),
                    plain(_("The page is live: what the carrier tells us stands there within seconds.")),
                    plain(_("If the link is lost, we send it again to the e-mail address of the order.")),
                )
            ),
        ),
        acts=(find_order(), my_orders()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say how it stands, and where that can be read."""
    facts = order.status
    headline = sentences.headline(facts, today=order.today)
    words = {"status": status_word(facts.status), "headline": headline}
    otherwise = attention_meaning(facts.attention) if facts.attention else status_meaning(facts.status)
    meaning = delays.meaning(facts) or otherwise
    told = Part(sentences=(whereabouts.lead(facts, now=order.now, today=order.today), plain(meaning)))
    each = tuple(part_of(parcel, _where) for parcel in order.parcels) if facts.parcels_total > 1 else ()
    return Answer(
        short=plain(_("It is at “%(status)s” now: %(headline)s."), **words),
        parts=(told, *each),
        acts=(see_status(), my_orders()),
    )


def _where(parcel: ParcelInHand) -> Said:
    return [place_of(parcel)], []
