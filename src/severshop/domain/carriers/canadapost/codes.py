"""Canada Post event identifiers -> the shop's milestones.

Sources. [table] is Canada Post's public "Messages and Code Tables" page for developers (tracking scan
events), as open-source clients transcribed it with a description for each number. [seen] is a number
that only recorded answers had. Leading zeros do not count: `0174` is `174`.
A parcel that goes back shows the numbers of a delivery; only its words tell, so those sentences are a
table of their own (`GOING_BACK`), word by word. What could not be verified: English words of the same. So a
delivery whose sentence speaks of the sender (no known sentence of a delivery does) is none that we know.
Left out, and so `unknown`: duties and refunds (1210-1216), delivery preferences (1220-1225), money on
delivery (152, 2101), a voided sale (190), the sender's wish to redirect (1230-1234).
"""

import re
from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

GROUPS: Final[tuple[tuple[Milestone, Reason, str], ...]] = (
    (Milestone.LABEL_CREATED, Reason.NONE, "3000 3002"),
    (Milestone.ACCEPTED, Reason.NONE, "1300 1301 1302 1303 2300 4000"),
    (Milestone.IN_TRANSIT, Reason.NONE, "100 102 104 105 106 107 115 116 170 175 198 804 815 1203 1240 1241 1244"),
    (Milestone.IN_TRANSIT, Reason.NONE, "1480 1490 1703 1705 2500 2501 4550 4950 8901"),
    (Milestone.IN_TRANSIT, Reason.ARRIVED, "113 400 405 4600 4900"),
    (Milestone.IN_TRANSIT, Reason.DEPARTED, "114 410 4202"),
    (Milestone.IN_TRANSIT, Reason.ORIGIN, "4100"),
    (Milestone.IN_TRANSIT, Reason.DESTINATION_COUNTRY, "700 701 4310 4311"),
    (Milestone.IN_TRANSIT, Reason.RESCHEDULED, "1200 1444"),
    (Milestone.CUSTOMS, Reason.NONE, "800 2601 4330 4400"),
    (Milestone.CUSTOMS, Reason.CLEARED, "130 900 910 4450 4500 5201"),
    (Milestone.CUSTOMS, Reason.HELD, "127 810 1487 1495"),
    (Milestone.ACTION_REQUIRED, Reason.DOCUMENTS, "117"),
    (Milestone.ACTION_REQUIRED, Reason.ADDRESS, "118 120"),
    (Milestone.DELAYED, Reason.NONE, "121 160 161 162 163 179 621 622 623 624 625 626 627 628 629 630 1245 1410 1450"),
    (Milestone.DELAYED, Reason.NONE, "1483 1484 1493 1494 2410 4650 4700"),
    (Milestone.DELAYED, Reason.WEATHER, "159"),
    (Milestone.DELAYED, Reason.MISSORTED, "172"),
    (Milestone.DELAYED, Reason.ADDRESS, "171 173 1412 2412"),
    (Milestone.DELAYED, Reason.RESCHEDULED, "1414 2414"),
    (Milestone.OUT_FOR_DELIVERY, Reason.NONE, "174 500"),
    (Milestone.ATTEMPT_FAILED, Reason.CLOSED, "1411 2411"),
    (Milestone.ATTEMPT_FAILED, Reason.RESCHEDULED, "1443"),
    (Milestone.PICKUP_READY, Reason.PICKUP_POINT, "156 1405 1407 1435 1436 1437 1438 1479 1488 1701 2407"),
    (Milestone.DELIVERED, Reason.NONE, "614 615 1408 1409 1471 1472 1476 1496 1498"),
    (Milestone.DELIVERED, Reason.HANDED_OVER, "610 1425 1432 1461 1462 1463 1465 1466 1467 1468 1469 1473 1475"),
    (Milestone.DELIVERED, Reason.HANDED_OVER, "617 618 619 620"),
    (Milestone.DELIVERED, Reason.LETTER_BOX, "616 1426 1433 1441 1442 5300"),
    (Milestone.DELIVERED, Reason.SAFE_PLACE, "611 612 613 1421 1422 1423 1424 1427 1428 1429 1430 1431 1434 1497 1499"),
    (Milestone.DELIVERED, Reason.PICKUP_POINT, "1406"),
    (Milestone.REFUSED, Reason.NONE, "1417 1482 1492"),
    (Milestone.DAMAGED, Reason.NONE, "710"),
    (Milestone.DISPOSED, Reason.NONE, "150"),
    (Milestone.RETURNING, Reason.NONE, "168 169 181 183 184 1100 1418 1419 1420 2600 2802 3001"),
    (Milestone.RETURNING, Reason.ADDRESS, "1415 1416 1481 1491"),
    (Milestone.RETURNING, Reason.PAYMENT, "167"),
    (Milestone.RETURNING, Reason.DOCUMENTS, "182"),
)
"""[table] all but 1497, 1499 and 5300, which are [seen]."""
CODES: Final[dict[str, Meaning]] = {
    code: (milestone, reason) for milestone, reason, codes in GROUPS for code in codes.split()
}
GOING_BACK: Final[dict[str, Meaning]] = {
    "l'article a été renvoyé avec succès à l'expéditeur": (Milestone.RETURNED, Reason.NONE),
    "l'article renvoyé à l'expéditeur est sorti pour livraison": (Milestone.RETURNING, Reason.NONE),
    "l'article renvoyé à l'expéditeur est arrivé à l'installation postale": (Milestone.RETURNING, Reason.NONE),
    "tentative de renvoyer article à expéditeur. carte laissée indiquant où ramasser": (
        Milestone.RETURNING,
        Reason.NONE,
    ),
    "destinataire ne demeure pas à l'adresse indiquée. article renvoyé à l'expéditeur": (
        Milestone.RETURNING,
        Reason.ADDRESS,
    ),
    "importation refusée par les autorités douanières": (Milestone.RETURNING, Reason.NONE),
}
"""[seen] By the sentence in lower case without its last full stop."""
EVENT_TYPES: Final[dict[str, Meaning]] = {
    "INFO": (Milestone.LABEL_CREATED, Reason.NONE),
    "INDUCTION": (Milestone.ACCEPTED, Reason.NONE),
    "OUT": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "ATTEMPTED": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "AVAILABLE": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "DELIVERED": (Milestone.DELIVERED, Reason.NONE),
}
"""What a tracking summary gives instead of a number. [seen] DELIVERED, OUT and ATTEMPTED; the others unverified."""
PAPER: Final = frozenset({"20", "21", "2001"})
"""Signature or photo recorded: about the proof, not about the parcel, so no scan."""
SPEAKS_OF_THE_SENDER: Final = frozenset(
    ["sender", "shipper", "expéditeur", "expéditrice", "return", "returned", "retour", "retourné", "renvoyé"]
)
BRINGS_IT: Final = frozenset([Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED])
WORD: Final = re.compile(r"[^\W\d_]+")
UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)


def meaning(identifier: str, words: str) -> Meaning:
    """Return what an event means, or `UNMAPPED`."""
    return _unless_it_goes_back(CODES.get(identifier.lstrip("0"), UNMAPPED), words)


def type_meaning(event_type: str, words: str) -> Meaning:
    """Return what the event type of a summary means, or `UNMAPPED`."""
    return _unless_it_goes_back(EVENT_TYPES.get(event_type.upper(), UNMAPPED), words)


def _unless_it_goes_back(by_code: Meaning, words: str) -> Meaning:
    """Return what the code means, or the sentence where that says that it goes back, or may say so."""
    said = words.casefold().rstrip(".")
    if going_back := GOING_BACK.get(said):
        return going_back
    may_go_back = by_code[0] in BRINGS_IT and not SPEAKS_OF_THE_SENDER.isdisjoint(WORD.findall(said))
    return UNMAPPED if may_go_back else by_code
