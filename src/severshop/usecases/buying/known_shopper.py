"""What the shop knows of somebody who is signed in, so that the checkout need not ask for it."""

import uuid
from dataclasses import dataclass

from severshop.domain.baskets.rules import Contact, DeliveryAddress
from severshop.domain.customers.queries import KeptAddress, addresses_of, details_of
from severshop.domain.shipping.queries import destinations


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownShopper:
    """Somebody's contact and addresses, the one that the checkout begins with first."""

    contact: Contact
    name: str
    addresses: tuple[KeptAddress, ...]
    """Those that the shop ships to."""

    @property
    def address(self) -> DeliveryAddress | None:
        return delivery_address(self.addresses[0]) if self.addresses else None

    def kept(self, address_id: str) -> KeptAddress | None:
        """Return one of the addresses by its id as a form sends it."""
        return next((kept for kept in self.addresses if str(kept.id) == address_id), None)


def known_of(user_id: uuid.UUID) -> KnownShopper:
    """Return what is known of somebody with an account."""
    details = details_of(user_id)
    countries = {where.country for where in destinations()}
    addresses = tuple(kept for kept in addresses_of(user_id) if kept.place.country in countries)
    phone = addresses[0].place.phone if addresses else ""
    return KnownShopper(contact=Contact(email=details.email, phone=phone), name=details.name, addresses=addresses)


def delivery_address(kept: KeptAddress) -> DeliveryAddress:
    """Return a kept address as the checkout takes it: the telephone belongs to the contact there."""
    place = kept.place
    return DeliveryAddress(
        name=place.name,
        street=place.street,
        city=place.city,
        country=place.country,
        company=place.company,
        extra=place.extra,
        postal_code=place.postal_code,
        region=place.region,
    )
