"""Keeps each day that a carrier names for a parcel, where it is another than before, to be scored when it has come."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from severshop.domain.promises.estimates import NewEstimate, keep_estimates
from severshop.domain.tracking.reports import NewReport, ask_estimates


def hear_estimates(reports: Sequence[NewReport]) -> Callable[[], None]:
    """Ask what was estimated before these reports; call what is returned, once they are stored, to keep what is new.

    Costs nothing where no report estimates anything, and one small read where some do. Reports that come late, or
    again, add nothing that is there already.
    """
    told = sorted((report for report in reports if report.estimate), key=attrgetter("as_of"))
    if not told:
        return lambda: None
    asked = ask_estimates({report.leg_id for report in told})

    def keep() -> None:
        known = asked()
        new = []
        for report in told:
            if report.leg_id not in known or report.estimate is None:
                continue  # on its way back to us
            carrier, before = known[report.leg_id]
            if report.estimate != before:
                new.append(NewEstimate(report.order_id, report.parcel_id, carrier, report.as_of, report.estimate))
                known[report.leg_id] = (carrier, report.estimate)
        keep_estimates(new)

    return keep
