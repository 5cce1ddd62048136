"""UPS: Track Alert messages and 1Z numbers."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.numbers import is_number_of
from severshop.domain.carriers.ups.credential import is_authentic
from severshop.domain.carriers.ups.track_alert import read

UPS = Carrier(
    name="UPS",
    page_url="https://www.ups.com/track?tracknum={number}",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=partial(is_number_of, "ups"),
)
