"""Which browsers are owed which news: put into the outbox with the news itself."""

import uuid
from collections.abc import Mapping, Sequence

from severshop.domain.notifications import queries
from severshop.domain.notifications.channels import MILESTONES
from severshop.domain.notifications.rules import PUSH_TOPIC, Message, push_key
from severshop.domain.orders.owners import customers_of
from severshop.infra.outbox.actions import NewEntry
from severshop.infra.outbox.queries import known


def owed_pushes(owed: Mapping[uuid.UUID, Sequence[Message]]) -> list[NewEntry]:
    """Return what to tell which browsers. Call it before the mails are put: what has its mail already is not news.

    Whether and when it is told is decided when it is delivered: choices change, and nights end.
    """
    told = {order_id: [one for one in messages if one.kind in MILESTONES] for order_id, messages in owed.items()}
    about = [order_id for order_id, messages in told.items() if messages]
    if not about or not queries.are_there_subscriptions():
        return []
    browsers = queries.subscriptions_for(customers_of(about))
    about = [order_id for order_id in about if browsers[order_id]]
    old = known([message.key for order_id in about for message in told[order_id]])
    return [
        NewEntry(
            topic=PUSH_TOPIC,
            key=push_key(order_id, message.kind, parcel=message.parcel or 0, subscription_id=browser.id),
            order_id=order_id,
            payload={**message.payload, "subscription": str(browser.id)},
        )
        for order_id in about
        for browser in browsers[order_id]
        for message in told[order_id]
        if message.key not in old
    ]
