"""Whether and when money comes back for returns."""

from django.utils.translation import gettext as _
from markupsafe import Markup

from severshop.look.help.answers import Answer, Part, Source, answered_by, ask_us, plain, read_returns
from severshop.look.help.order import OrderInHand, Terms, named_day
from severshop.look.help.policies import law
from severshop.look.help.states import NOT_COMING, State
from severshop.vocabulary.policies import Claim, Payer
from severshop.vocabulary.statuses import OrderStatus


def question() -> str:
    return _("Do I get a refund for returns?")


def general(terms: Terms) -> Answer:
    """Say until when, how fast and by which law."""
    return Answer(
        short=_yes(terms),
        parts=(Part(sentences=(*_how(terms), _who_does_it()), sources=sources(terms)),),
        acts=(ask_us(), read_returns()),
    )


def for_order(order: OrderInHand) -> Answer:
    """Say until when this one can go back, and who pays for the way."""
    status = order.status.status
    if status is OrderStatus.CANCELLED:
        paid = _("If money was taken for it and has not come back, write to us: a person looks at the payment.")
        short = plain(_("There is nothing to send back: the order was cancelled."))
        return Answer(short=short, parts=(Part(sentences=(plain(paid),)),), acts=(ask_us(order),))
    if any(parcel.state in {State.LOST, State.DAMAGED} for parcel in order.parcels):
        told = (
            plain(_("A person agrees with you in writing whether it is sent again or paid back.")),
            answered_by(order),
        )
        short = plain(_("You need not send anything back for it: what went wrong on its way is ours to put right."))
        return Answer(short=short, parts=(Part(sentences=told),), acts=(ask_us(order), read_returns()))
    if any(parcel.state in NOT_COMING for parcel in order.parcels):
        short = plain(_("It is coming back already. Write to us how to go on, with your money or with another parcel."))
        part = Part(sentences=(answered_by(order),))
        return Answer(short=short, parts=(part,), acts=(ask_us(order), read_returns()))
    said = (_until(order), _way_back(order), *_how(order.terms), _who_does_it())
    part = Part(sentences=said, sources=sources(order.terms))
    return Answer(short=_short(order), parts=(part,), acts=(ask_us(order), read_returns()))


def sources(terms: Terms) -> tuple[Source, ...]:
    """Return the law behind it, article by article."""
    claims = (Claim.WITHDRAWAL, Claim.REFUND, Claim.SEND_BACK)
    found = [terms.returns.sources[claim] for claim in claims if claim in terms.returns.sources]
    return tuple(Source(words=law(source), url=source.url) for source in found)


def _short(order: OrderInHand) -> Markup:
    until = order.withdraw_until
    if until is not None and until < order.today:
        return plain(_("The days to return it without a reason have passed. For a fault, write to us all the same."))
    return _yes(order.terms)


def _yes(terms: Terms) -> Markup:
    days = max(terms.returns.withdrawal_days, terms.returns.return_days)
    if not days:
        return plain(_("Only for what is faulty: what is not stays with you."))
    return plain(_("Yes. You have %(days)s days from its arrival to return it, without a reason."), days=days)


def _until(order: OrderInHand) -> Markup:
    until = order.withdraw_until
    if until is None:
        told = _("The days begin when the last piece has arrived; you need not wait for it to tell us.")
        return plain(told)
    if until < order.today:
        told = _("The last day was %(day)s. For faults you have %(years)s years.")
        return plain(told, day=named_day(until), years=order.terms.returns.defect_years)
    return plain(_("The last day to tell us is %(day)s."), day=named_day(until))


def _way_back(order: OrderInHand) -> Markup:
    payer = order.terms.returns.way_back_paid_by.get(order.zone, Payer.SHOPPER)
    if payer is Payer.SHOP:
        return plain(_("We pay for the way back from where you are."))
    return plain(_("The way back from where you are is yours to pay, unless the thing is faulty."))


def _how(terms: Terms) -> tuple[Markup, ...]:
    policy = terms.returns
    return (
        plain(
            _("Once you have told us, you have %(back)s days to send it, and we %(pay)s days to pay you back."),
            back=policy.send_back_days,
            pay=policy.refund_days,
        ),
        plain(_("We may wait with the money until it has arrived here, or until you show that it is on its way.")),
    )


def _who_does_it() -> Markup:
    return plain(_("A person arranges it with you: write to us, and you get the address and what to do."))
