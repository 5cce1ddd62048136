"""Finds out which of DHL's formats a body is in, and reads it."""

from severshop.domain.carriers.dhl import express_json, express_xml, parcel_de, problems, unified
from severshop.domain.carriers.fields import Json, read_json
from severshop.domain.carriers.gathering import Gathered
from severshop.domain.carriers.reading import NotUnderstoodError, Reading
from severshop.domain.carriers.xml import looks_like_xml, read_xml

NOTHING = "the body tells of no shipment and of no error of DHL's"


def read(body: bytes) -> Reading:
    """Return what the body says. Raises `NotUnderstoodError` when it is in none of DHL's formats."""
    gathered = Gathered()
    if looks_like_xml(body):
        root = read_xml(body)
        reader = parcel_de.gather if root.tag == "data" else express_xml.gather
        reader(root, gathered)
    else:
        _gather_json(read_json(body), gathered)
    return gathered.reading(lacks=NOTHING)


def _gather_json(message: Json, gathered: Gathered) -> None:
    shipments = unified.shipments(message)
    for shipment in shipments:
        division = express_json if "shipmentTrackingNumber" in shipment else unified
        try:
            division.gather(shipment, gathered)
        except NotUnderstoodError:
            # One shipment without a number must not hold back the others of the same answer.
            if len(shipments) == 1:
                raise
    if not shipments:
        problems.gather(message, gathered)
