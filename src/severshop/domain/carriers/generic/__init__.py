"""Any other carrier: JSON of our own, signed, that whoever speaks for a carrier sends."""

from severshop.domain.carriers.carrier import Carrier
from severshop.domain.carriers.generic.messages import read
from severshop.domain.carriers.generic.numbers import is_valid_number
from severshop.domain.carriers.generic.signature import is_authentic

GENERIC = Carrier(
    name="Other carrier",
    page_url="",
    read=read,
    is_authentic=is_authentic,
    is_valid_number=is_valid_number,
)
