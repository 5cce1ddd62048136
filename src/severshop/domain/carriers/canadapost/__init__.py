"""Canada Post: its tracking web service. It has no push."""

from functools import partial

from severshop.domain.carriers.canadapost.tracking import read
from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.no_push import never_authentic
from severshop.domain.carriers.numbers import is_number_of

CANADAPOST = Carrier(
    name="Canada Post",
    page_url="https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
    read=read,
    is_authentic=never_authentic,
    is_valid_number=partial(is_number_of, "canadapost"),
)
