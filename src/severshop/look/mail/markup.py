"""schema.org in mails, so that mail programs can show an order without reading its sentences."""

import json
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from severshop.look.mail.values import MailLine, MailOrder, MailParcel
from severshop.vocabulary.statuses import OrderStatus

Json = dict[str, Any]

ORDER_STATUS = {
    OrderStatus.RECEIVED: "https://schema.org/OrderProcessing",
    OrderStatus.IN_PROCESS: "https://schema.org/OrderProcessing",
    OrderStatus.SHIPPED: "https://schema.org/OrderInTransit",
    OrderStatus.DELIVERED: "https://schema.org/OrderDelivered",
    OrderStatus.CANCELLED: "https://schema.org/OrderCancelled",
}
_HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def script(document: Json) -> Markup:
    """Return the document as a script element that no text within can close or leave."""
    text = json.dumps(document, ensure_ascii=False).translate(_HARMLESS)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))  # noqa: S704 - escaped above


def order(told: MailOrder, *, shop: str) -> Json:
    """Return the confirmation: schema.org/Order."""
    return {
        "@context": "https://schema.org",
        "@type": "Order",
        "merchant": _organization(shop),
        "orderNumber": told.number,
        "orderDate": told.placed_at.isoformat(),
        "orderStatus": ORDER_STATUS[told.status],
        "priceCurrency": told.currency,
        "price": _amount(told.total_minor),
        "acceptedOffer": [_offer(line, currency=told.currency) for line in told.lines],
        "url": told.link,
        "potentialAction": _view(told),
    }


def parcel_delivery(told: MailOrder, parcel: MailParcel, *, shop: str) -> Json:
    """Return the news of a parcel: schema.org/ParcelDelivery, under the old and the new name of its carrier."""
    window = told.window
    dates = (
        {"expectedArrivalFrom": window.earliest.isoformat(), "expectedArrivalUntil": window.latest.isoformat()}
        if window
        else {}
    )
    return {
        "@context": "https://schema.org",
        "@type": "ParcelDelivery",
        "carrier": _organization(parcel.carrier),
        "provider": _organization(parcel.carrier),
        "deliveryAddress": _address(told),
        **dates,
        "itemShipped": [_product(line) for line in parcel.contents],
        "partOfOrder": {
            "@type": "Order",
            "orderNumber": told.number,
            "merchant": _organization(shop),
            "orderStatus": ORDER_STATUS[told.status],
        },
        "trackingNumber": parcel.tracking_number,
        "trackingUrl": told.link,
        "potentialAction": _view(told),
    }


def _offer(line: MailLine, *, currency: str) -> Json:
    return {
        "@type": "Offer",
        "itemOffered": _product(line),
        "price": _amount(line.unit_minor),
        "priceCurrency": currency,
        "eligibleQuantity": {"@type": "QuantitativeValue", "value": str(line.quantity)},
    }


def _product(line: MailLine) -> Json:
    return {"@type": "Product", "name": line.title}


def _address(told: MailOrder) -> Json:
    address = told.address
    return {
        "@type": "PostalAddress",
        "name": address.name,
        "streetAddress": ", ".join(part for part in (address.street, address.extra) if part),
        "addressLocality": address.city,
        "addressRegion": address.region or address.city,
        "addressCountry": address.country,
        "postalCode": address.postal_code,
    }


def _organization(name: str) -> Json:
    return {"@type": "Organization", "name": name}


def _view(told: MailOrder) -> Json:
    return {"@type": "ViewAction", "target": told.link}


def _amount(minor: int) -> str:
    return str(Decimal(minor).scaleb(-2))
