"""Photos that come with a claim, and what is said where they cannot be taken in."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.infra.pictures import LARGEST_FILE, Picture, PictureRefusedError, redrawn
from severshop.usecases.claiming.open_claim import MOST_PHOTOS, TooManyPhotosError


def pictures(request: HttpRequest) -> tuple[Picture, ...]:
    """Return the photos, drawn anew. Raises `PictureRefusedError`, `TooManyPhotosError`."""
    files = [file for file in request.FILES.getlist("photos") if not isinstance(file, str)]
    if len(files) > MOST_PHOTOS:
        raise TooManyPhotosError(len(files))
    if any((file.size or 0) > LARGEST_FILE for file in files):
        # What is too large is not even read.
        raise PictureRefusedError("too_large")
    return tuple(redrawn(file.read()) for file in files)


def photo_problem(error: PictureRefusedError | TooManyPhotosError) -> str:
    """Say why a photo was not taken in, and what can be done."""
    if isinstance(error, TooManyPhotosError):
        told = ngettext("At most %(n)d photo can be kept.", "At most %(n)d photos can be kept.", MOST_PHOTOS)
        return told % {"n": MOST_PHOTOS}
    return {
        "too_large": _("This photo is too large. Up to 12 MB each can be sent."),
        "too_small": _("This photo is too small to see anything on it."),
    }.get(error.cause, _("This file is no photo that we can read. JPEG, PNG and WebP can be sent."))
