"""FedEx: answers of the Track API, the webhook of Advanced Integrated Visibility, the older SOAP replies."""

from functools import partial

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.fedex.reader import read
from severshop.domain.carriers.fedex.signature import is_authentic
from severshop.domain.carriers.numbers import is_number_of

FEDEX = Carrier(
    name="FedEx",
    page_url="https://www.fedex.com/fedextrack/?trknbr={number}",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=partial(is_number_of, "fedex"),
)
