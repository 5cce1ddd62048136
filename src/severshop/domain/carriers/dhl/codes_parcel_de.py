"""DHL Parcel Germany's events -> the shop's milestones.

An event has an ICE code (what happened), a RIC code (how or why) and an older standard code of two
letters. Source: DHL's table of all combinations for parcels ("ICE event RIC combinations", July 2024),
which names each code in English and German; the standard codes also stand in DHL's published list.
[seen] marks what only a recorded answer told: `SRTED/NRQRD/PO` is the loading of the delivery vehicle.
Looked up are first ICE, RIC and standard code, then ICE and RIC, then ICE, then the standard code.
Left out, and so `unknown`: confiscation (CNFSC), and parcels that nobody collected in time (NTCCN), of
which the table does not say what happens to them.
"""

from typing import Final

from severshop.vocabulary.milestones import Milestone, Reason

type Meaning = tuple[Milestone, Reason]

ICE: Final[dict[str, Meaning]] = {
    "ALERT": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "ASMVT": (Milestone.IN_TRANSIT, Reason.NONE),
    "CANCL": (Milestone.CANCELLED, Reason.NONE),
    "CHECK": (Milestone.IN_TRANSIT, Reason.NONE),
    "CNRFC": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "DLVRD": (Milestone.DELIVERED, Reason.NONE),
    "DLVRF": (Milestone.REFUSED, Reason.NONE),
    "DMGDS": (Milestone.DAMAGED, Reason.NONE),
    "DSPSD": (Milestone.DISPOSED, Reason.NONE),
    "DTNPC": (Milestone.DELAYED, Reason.NONE),
    "EXPHD": (Milestone.DELAYED, Reason.NONE),
    "FWDCF": (Milestone.IN_TRANSIT, Reason.NONE),
    "HLDCC": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "HLDCP": (Milestone.CUSTOMS, Reason.NONE),
    "HLDCU": (Milestone.CUSTOMS, Reason.HELD),
    "HNDDE": (Milestone.IN_TRANSIT, Reason.NONE),
    "HNDND": (Milestone.CUSTOMS, Reason.NONE),
    "ICPRC": (Milestone.CUSTOMS, Reason.NONE),
    "INFCL": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ITBAR": (Milestone.CUSTOMS, Reason.NONE),
    "LDEXC": (Milestone.DELAYED, Reason.NONE),
    "LDTHU": (Milestone.IN_TRANSIT, Reason.NONE),
    "LDTMV": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "MSRTD": (Milestone.DELAYED, Reason.MISSORTED),
    "MVARR": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "MVDEX": (Milestone.DELAYED, Reason.NONE),
    "MVDPT": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "MVTEX": (Milestone.DELAYED, Reason.NONE),
    "NTADT": (Milestone.DELAYED, Reason.NONE),
    "NTDEL": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "NTPUP": (Milestone.LABEL_CREATED, Reason.NONE),
    "OFWRD": (Milestone.IN_TRANSIT, Reason.NONE),
    "PARCV": (Milestone.LABEL_CREATED, Reason.NONE),
    "PBNDT": (Milestone.IN_TRANSIT, Reason.NONE),
    "PCKDU": (Milestone.ACCEPTED, Reason.NONE),
    "PURCR": (Milestone.LABEL_CREATED, Reason.NONE),
    "RELBL": (Milestone.IN_TRANSIT, Reason.NONE),
    "REPCK": (Milestone.IN_TRANSIT, Reason.NONE),
    "RETRN": (Milestone.RETURNING, Reason.NONE),
    "ROUCR": (Milestone.IN_TRANSIT, Reason.NONE),
    "RSDCP": (Milestone.CUSTOMS, Reason.CLEARED),
    "SECHK": (Milestone.IN_TRANSIT, Reason.NONE),
    "SHRCU": (Milestone.ACCEPTED, Reason.NONE),
    "SRTED": (Milestone.IN_TRANSIT, Reason.NONE),
    "TRBCR": (Milestone.IN_TRANSIT, Reason.NONE),
    "ULFMV": (Milestone.IN_TRANSIT, Reason.ARRIVED),
}
UNMAPPED: Final[Meaning] = (Milestone.UNKNOWN, Reason.NONE)
FINER: Final[dict[str, Meaning]] = {
    "DLVRD/ACCPK": (Milestone.DELIVERED, Reason.PICKUP_POINT),
    "DLVRD/ACCPT": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "DLVRD/AGENT": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "DLVRD/CUSTM": (Milestone.CUSTOMS, Reason.HELD),
    "DLVRD/FAMLY": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "DLVRD/HNDTC": (Milestone.IN_TRANSIT, Reason.NONE),
    "DLVRD/NGHBR": (Milestone.DELIVERED, Reason.NEIGHBOUR),
    "DLVRD/OTHER": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "DLVRD/PKBOX": (Milestone.DELIVERED, Reason.SAFE_PLACE),
    "DLVRD/POBOX": (Milestone.DELIVERED, Reason.LETTER_BOX),
    "DLVRD/SECPL": (Milestone.DELIVERED, Reason.SAFE_PLACE),
    "DLVRD/SERPT": (Milestone.DELIVERED, Reason.PICKUP_POINT),
    "DLVRD/SPOUS": (Milestone.DELIVERED, Reason.HANDED_OVER),
    "DLVRF/TRPMT": (Milestone.REFUSED, Reason.PAYMENT),
    "DTNPC/GHSTP": (Milestone.LABEL_CREATED, Reason.NONE),
    "EXPHD/BDADD": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "EXPHD/CAPEX": (Milestone.DELAYED, Reason.VOLUME),
    "EXPHD/CLREF": (Milestone.CUSTOMS, Reason.HELD),
    "EXPHD/DMGED": (Milestone.DAMAGED, Reason.NONE),
    "EXPHD/DMGPC": (Milestone.DAMAGED, Reason.NONE),
    "EXPHD/DMPHD": (Milestone.DAMAGED, Reason.NONE),
    "EXPHD/EQUBF": (Milestone.DELAYED, Reason.MECHANICAL),
    "EXPHD/LOSTX": (Milestone.LOST, Reason.NONE),
    "EXPHD/MSDOC": (Milestone.DELAYED, Reason.DOCUMENTS),
    "EXPHD/PWMFD": (Milestone.CUSTOMS, Reason.DOCUMENTS),
    "EXPHD/RTTSP": (Milestone.RETURNING, Reason.NONE),
    "EXPHD/STPRB": (Milestone.DELAYED, Reason.MISSORTED),
    "EXPHD/TRPMT": (Milestone.ACTION_REQUIRED, Reason.PAYMENT),
    "EXPHD/WRGRI": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "HLDCC/NTCCN": UNMAPPED,
    "INFCL/CSREQ": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),
    "INFCL/DLVDT": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),
    "INFCL/HLDAY": (Milestone.DELAYED, Reason.CLOSED),
    "INFCL/HLDSR": (Milestone.DELAYED, Reason.NONE),
    "INFCL/HNDCA": (Milestone.IN_TRANSIT, Reason.RESCHEDULED),
    "INFCL/INCSH": (Milestone.DELAYED, Reason.NONE),
    "LDEXC/BDADD": (Milestone.ACTION_REQUIRED, Reason.ADDRESS),
    "LDEXC/OVRLD": (Milestone.DELAYED, Reason.VOLUME),
    "LDTMV/MVMTV/NB": (Milestone.IN_TRANSIT, Reason.NONE),
    "LDTMV/MVMTV/PO": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "LDTMV/SECDA/PO": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),
    "LDTMV/SECDA/ZN": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "MVTEX/TCHBD": (Milestone.DELAYED, Reason.MECHANICAL),
    "MVTEX/VHARU": (Milestone.DELAYED, Reason.MECHANICAL),
    "NTDEL/BDADD": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "NTDEL/CAPEX": (Milestone.ATTEMPT_FAILED, Reason.VOLUME),
    "NTDEL/CLOSD": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),
    "NTDEL/CNCNR": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "NTDEL/CPUNK": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "NTDEL/DMGED": (Milestone.DAMAGED, Reason.NONE),
    "NTDEL/HLDAY": (Milestone.ATTEMPT_FAILED, Reason.CLOSED),
    "NTDEL/MOVED": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "NTDEL/MSDOC": (Milestone.ATTEMPT_FAILED, Reason.DOCUMENTS),
    "NTDEL/NAGTB": (Milestone.RETURNING, Reason.NONE),
    "NTDEL/NHOME": (Milestone.ATTEMPT_FAILED, Reason.NOT_HOME),
    "NTDEL/NTCCN": UNMAPPED,
    "NTDEL/RFUSD": (Milestone.REFUSED, Reason.NONE),
    "NTDEL/RSEXW": (Milestone.RETURNING, Reason.NONE),
    "NTDEL/TCHBD": (Milestone.ATTEMPT_FAILED, Reason.MECHANICAL),
    "NTDEL/TRPMT": (Milestone.ATTEMPT_FAILED, Reason.PAYMENT),
    "NTDEL/WRGPN": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "NTDEL/WRGRI": (Milestone.ATTEMPT_FAILED, Reason.ADDRESS),
    "NTDEL/WRGTR": (Milestone.DELAYED, Reason.MISSORTED),
    "OFWRD/CRRFN": (Milestone.DELAYED, Reason.MISSORTED),
    "OFWRD/RTSCR": (Milestone.RETURNING, Reason.NONE),
    "OFWRD/RTSSA": (Milestone.RETURNING, Reason.NONE),
    "RCCLS/GHSTP": (Milestone.EXPIRED, Reason.NONE),
    "RCCLS/LOSTX": (Milestone.LOST, Reason.NONE),
    "REPCK/DMGPC": (Milestone.DAMAGED, Reason.NONE),
    "REPCK/LDMGD": (Milestone.DAMAGED, Reason.NONE),
    "SRTED/NRQRD/AE": (Milestone.ACCEPTED, Reason.ORIGIN),
    "SRTED/NRQRD/ES": (Milestone.ACCEPTED, Reason.ORIGIN),
    "SRTED/NRQRD/PO": (Milestone.OUT_FOR_DELIVERY, Reason.NONE),  # [seen]
}
"""Where the RIC or the standard code says more than the ICE code alone."""
STANDARD_CODES: Final[dict[str, Meaning]] = {
    "AA": (Milestone.IN_TRANSIT, Reason.DEPARTED),
    "AE": (Milestone.ACCEPTED, Reason.NONE),
    "AN": (Milestone.LABEL_CREATED, Reason.NONE),
    "BV": (Milestone.DELAYED, Reason.NONE),
    "EE": (Milestone.IN_TRANSIT, Reason.ARRIVED),
    "ES": (Milestone.ACCEPTED, Reason.NONE),
    "LA": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "NB": (Milestone.IN_TRANSIT, Reason.NONE),
    "PO": (Milestone.IN_TRANSIT, Reason.NONE),
    "VA": (Milestone.LABEL_CREATED, Reason.NONE),
    "ZF": (Milestone.PICKUP_READY, Reason.PICKUP_POINT),
    "ZN": (Milestone.ATTEMPT_FAILED, Reason.NONE),
    "ZO": (Milestone.CUSTOMS, Reason.NONE),
    "ZU": (Milestone.DELIVERED, Reason.NONE),
}
DATA_ONLY: Final = frozenset({"ADVIS", "PMTCR", "PMTCS", "STORN"})
"""Notes, wishes and money: not about where the parcel is, so no scan. They stay in the raw message."""
STANDARD_DATA_ONLY: Final = frozenset({"DD", "GT"})
GOING_BACK: Final = {Milestone.DELIVERED: Milestone.RETURNED}


def is_about_the_parcel(ice: str, _ric: str, standard: str) -> bool:
    """Tell whether an event says something about the parcel, not only about data or money."""
    return ice not in DATA_ONLY and standard not in STANDARD_DATA_ONLY


def meaning(ice: str, ric: str, standard: str, *, is_return: bool = False) -> Meaning:
    """Return what an event means, or `UNMAPPED`. On its way back a parcel is `returning`, at the end `returned`."""
    found = (
        FINER.get(f"{ice}/{ric}/{standard}")
        or FINER.get(f"{ice}/{ric}")
        or ICE.get(ice)
        or (STANDARD_CODES.get(standard) if not ice else None)
        or UNMAPPED
    )
    if is_return and found is not UNMAPPED:
        return GOING_BACK.get(found[0], Milestone.RETURNING), Reason.NONE
    return found
