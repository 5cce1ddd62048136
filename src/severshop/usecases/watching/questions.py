"""What a shopper is asked about a delay before the hand-over, for as long as an answer changes something."""

import uuid
from datetime import datetime

from severshop.domain.watch.notices import Notice, newest_notice
from severshop.usecases.status.facts import OrderStory, tell
from severshop.usecases.watching.outlook import has_left
from severshop.usecases.watching.working_days import shop_day
from severshop.vocabulary.statuses import OrderStatus


def question_of(order_id: uuid.UUID, *, now: datetime) -> Notice | None:
    """Return the notice that asks the order's shopper now; None where nothing is asked, or no longer."""
    notice = newest_notice(order_id)
    if notice is None or not notice.asks:
        return None
    return notice if any(is_open(story) for story in tell([order_id], today=shop_day(now))) else None


def is_open(story: OrderStory) -> bool:
    """Tell whether an answer still changes something: nothing has left, and the order is not over."""
    is_over = story.state.status in {OrderStatus.CANCELLED, OrderStatus.DELIVERED}
    return not is_over and not has_left(story)
