"""DHL: one carrier, whose divisions each answer in a format of their own."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.dhl.credential import is_authentic
from severshop.domain.carriers.dhl.divisions import read
from severshop.domain.carriers.numbers import is_number_of

DHL = Carrier(
    name="DHL",
    page_url="https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=partial(is_number_of, "dhl"),
)
