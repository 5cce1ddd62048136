"""USPS: answers of the Tracking API, Subscriptions-Tracking pushes, and the older Web Tools XML."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.numbers import is_number_of
from severshop.domain.carriers.usps.reader import read
from severshop.domain.carriers.usps.signature import is_authentic

USPS = Carrier(
    name="USPS",
    page_url="https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=partial(is_number_of, "usps"),
)
