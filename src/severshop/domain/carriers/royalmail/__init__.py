"""Royal Mail: its Tracking API. It has no push."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.no_push import never_authentic
from severshop.domain.carriers.numbers import is_number_of
from severshop.domain.carriers.royalmail.tracking import read

ROYALMAIL = Carrier(
    name="Royal Mail",
    page_url="https://www.royalmail.com/track-your-item#/tracking-results/{number}",
    read=read,
    is_authentic=never_authentic,
    is_valid_number=partial(is_number_of, "royalmail"),
)
