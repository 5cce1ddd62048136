"""The form that announces a return, read field by field: lines, reasons, words and pictures."""

import uuid
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from severshop.infra.pictures import LARGEST_FILE, Picture, PictureRefusedError, redrawn
from severshop.vocabulary.returning import ReturnReason

LONGEST_NOTE: Final = 500
LONGEST_SKU: Final = 60
MOST_PHOTOS: Final = 4
"""Of one line."""


class Row(NamedTuple):
    """What was chosen of a line; no reason where none of ours was named."""

    quantity: int
    reason: ReturnReason | None
    note: str
    wants_pair: bool = False
    exchange_sku: str = ""


class TooManyFilesError(ValueError):
    """More photos of a line than it may have."""


def rows(request: HttpRequest, positions: Mapping[int, int]) -> dict[int, Row]:
    """Return what was chosen, by the line's position; `positions` says how many of each there are."""
    return {position: _row(request, position) for position in positions}


def pictures(request: HttpRequest, position: int) -> tuple[Picture, ...]:
    """Return the photos that came for a line, drawn anew. Raises `PictureRefusedError`, `TooManyFilesError`."""
    files = [file for file in request.FILES.getlist(f"photos-{position}") if isinstance(file, UploadedFile)]
    if len(files) > MOST_PHOTOS:
        raise TooManyFilesError(position)
    return tuple(_redrawn(file) for file in files)


def form_id(request: HttpRequest) -> str:
    """Return the name that the form carries, or a new one."""
    try:
        return str(uuid.UUID(request.POST.get("form", "")))
    except ValueError:
        return str(uuid.uuid4())


def _row(request: HttpRequest, position: int) -> Row:
    said = request.POST.get(f"reason-{position}", "")
    return Row(
        quantity=_number(request.POST.get(f"units-{position}", "")),
        reason=ReturnReason(said) if said in set(ReturnReason) else None,
        note=request.POST.get(f"note-{position}", "").replace("\x00", "").strip()[:LONGEST_NOTE],
        wants_pair=request.POST.get(f"instead-{position}") == "pair",
        exchange_sku=request.POST.get(f"pair-{position}", "").replace("\x00", "")[:LONGEST_SKU],
    )


def _redrawn(file: "UploadedFile[bytes]") -> Picture:
    # What is too large is not even read.
    if (file.size or 0) > LARGEST_FILE:
        raise PictureRefusedError("too_large")
    return redrawn(file.read())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits a column
