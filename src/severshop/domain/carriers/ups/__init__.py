"""UPS: Track Alert pushes, answers of the Track API, the older XML, and 1Z numbers."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.numbers import is_number_of
from severshop.domain.carriers.ups.reader import read
from severshop.domain.carriers.ups.signature import is_authentic

UPS = Carrier(
    name="UPS",
    page_url="https://www.ups.com/track?tracknum={number}",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=partial(is_number_of, "ups"),
)
