"""Whether an order can be cancelled."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.help.answers import (
    Act,
    Answer,
    Part,
    ask_us,
    cancel_it,
    find_order,
    plain,
    read_returns,
    see_cancellation,
    see_status,
)
from severshop.look.help.order import OrderInHand, Terms, named_day
from severshop.look.help.states import NOT_COMING, State
from severshop.vocabulary.statuses import Attention, OrderStatus


def question() -> str:
    return _("Can I cancel my order?")


def general(terms: Terms) -> Answer:
    """Say until when, and what to do after that."""
    return Answer(
        short=plain(_("Yes, until we hand it to the carrier: all of it or a part, on the page of your order.")),
        parts=(
            Part(
                sentences=(
                    plain(_("If nobody has begun to pack it, it is cancelled at once. Else a person takes it out.")),
                    plain(_("If it has left meanwhile, we tell you, and you can send it back.")),
                    _send_back(terms),
                )
            ),
        ),
        acts=(find_order(), ask_us(), read_returns()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say whether it can still be stopped, and why not if not."""
    status = order.status.status
    if status is OrderStatus.CANCELLED:
        short = _("It is cancelled already. Nothing of it will be sent.")
        paid = _("What goes back, and by when, stands on its page. If something is wrong with it, write to us.")
        acts: tuple[Act, ...] = (see_cancellation(), ask_us(order), see_status())
        return Answer(short=plain(short), parts=(Part(sentences=(plain(paid),)),), acts=acts)
    if order.status.attention is Attention.CANCELLATION_REQUESTED:
        short = _("You asked for it already. A person in the warehouse looks at it, and you hear from us either way.")
        return Answer(short=plain(short), acts=(see_cancellation(), ask_us(order)))
    if status is OrderStatus.DELIVERED:
        return _delivered(order)
    left = [parcel for parcel in order.parcels if parcel.state is not State.PACKED]
    if not left:
        return _whole(order)
    if order.has_unpacked or len(left) < len(order.parcels):
        return _rest(order)
    return _gone(order)


def _whole(order: OrderInHand) -> Answer:
    if order.status.status is OrderStatus.RECEIVED:
        short = _("Yes: nobody has begun to pack it. Cancel it, and the money is on its way back at once.")
    else:
        short = _("Yes, as long as it is in our warehouse. It is being packed, so do not wait.")
    told = [*_hand_over(order)]
    told.append(plain(_("If it has left before a person could take it out, we tell you, and you can send it back.")))
    acts = (cancel_it(), ask_us(order), read_returns())
    return Answer(short=plain(short), parts=(Part(sentences=tuple(told)),), acts=acts)


def _hand_over(order: OrderInHand) -> list[Markup]:
    by = order.due("hand_over")
    if by is None or by < order.now:
        return []
    return [plain(_("By %(by)s it goes to the carrier; after that nobody can stop it."), by=order.moment(by))]


def _rest(order: OrderInHand) -> Answer:
    short = _("Partly: what is still in our warehouse can be stopped, what has left cannot.")
    told = [*_hand_over(order), _send_back(order.terms)]
    acts = (cancel_it(), ask_us(order), read_returns())
    return Answer(short=plain(short), parts=(Part(sentences=tuple(told)),), acts=acts)


def _gone(order: OrderInHand) -> Answer:
    first = min(order.parcels, key=lambda parcel: parcel.parcel.handed_over_at or order.now)
    given = first.parcel.handed_over_at
    if given:
        short = first.say(_("Not any more: %(carrier)s has had it since %(given)s, and we cannot call it back."))
    else:
        short = first.say(_("Not any more: %(carrier)s has it, and we cannot call it back."))
    told = [_send_back(order.terms), plain(_("You can tell us now already that you will send it back."))]
    if {parcel.state for parcel in order.parcels} & NOT_COMING:
        told = [
            plain(_("Something happened to it on its way: write to us whether you want it again or your money back."))
        ]
    acts: tuple[Act, ...] = (ask_us(order), read_returns(), see_status())
    return Answer(short=short, parts=(Part(sentences=tuple(told)),), acts=acts)


def _delivered(order: OrderInHand) -> Answer:
    short = plain(_("Not any more: it was delivered. You can send it back instead."))
    told = (_until(order) or _send_back(order.terms),)
    return Answer(short=short, parts=(Part(sentences=told),), acts=(ask_us(order), read_returns()))


def _until(order: OrderInHand) -> Markup | None:
    until = order.withdraw_until
    if until is None:
        return None
    if until < order.today:
        return plain(_("The last day to do so without a reason was %(day)s."), day=named_day(until))
    return plain(_("You can do so until %(day)s, without a reason."), day=named_day(until))


def _send_back(terms: Terms) -> Markup:
    told = _("From the day that the last piece arrives you have %(days)s days to send it back, without a reason.")
    return plain(told, days=terms.returns.withdrawal_days)
