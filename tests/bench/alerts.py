"""Track Alert messages of the usual size, each one different."""

import itertools
import time
from collections.abc import Iterator, Sequence

CITIES = ("COLOGNE", "LEIPZIG", "HERNE", "BREMEN", "KASSEL", "ERFURT", "ULM", "AACHEN")
CODES = (("DP", "Departed from Facility"), ("AR", "Arrived at Facility"), ("YP", "Processing at UPS Facility"))
DAY = 86_400

BODY = (
    b'{"trackingNumber": "%b", "localActivityDate": "%b", "localActivityTime": "%b", '
    b'"activityLocation": {"city": "%b", "stateProvince": "", "postalCode": "50667", "country": "DE"}, '
    b'"activityStatus": {"type": "I", "code": "%b", "description": "%b", "descriptionCode": "005"}, '
    b'"scheduledDeliveryDate": "%b", "scheduledDeliveryTime": "180000", "scheduledDeliveryEndTime": "200000", '
    b'"actualDeliveryDate": "", "actualDeliveryTime": "", "gmtActivityDate": "%b", "gmtActivityTime": "%b", '
    b'"gmtOffset": "+00:00", "deliveryStartTime": "", "deliveryEndTime": "", "deliveryTimeZone": "", "pod": ""}'
)


def alerts(numbers: Sequence[str]) -> Iterator[bytes]:
    """Return bodies without end, about the numbers in turn, each with a moment and a city of its own."""
    now = int(time.time())
    for count, number in zip(itertools.count(), itertools.cycle(numbers), strict=False):
        moment = time.gmtime(now - DAY // 2 + count % (DAY // 2))
        day, clock = time.strftime("%Y%m%d %H%M%S", moment).encode().split()
        code, text = CODES[count % len(CODES)]
        city = CITIES[count // len(CODES) % len(CITIES)].encode()
        yield BODY % (number.encode(), day, clock, city, code.encode(), text.encode(), day, day, clock)
