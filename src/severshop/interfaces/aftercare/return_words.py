"""What the pages of returns say about pictures that could not be taken in."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from severshop.infra.pictures import PictureRefusedError
from severshop.interfaces.aftercare.return_forms import MOST_PHOTOS


def photo_problem(error: Exception) -> str:
    """Say why a photo was not taken in, and what can be done."""
    if not isinstance(error, PictureRefusedError):
        told = ngettext(
            "At most %(n)d photo of each piece can be kept.",
            "At most %(n)d photos of each piece can be kept.",
            MOST_PHOTOS,
        )
        return told % {"n": MOST_PHOTOS}
    return {
        "too_large": _("This photo is too large. Up to 12 MB each can be sent."),
        "too_small": _("This photo is too small to see anything on it."),
    }.get(error.cause, _("This file is no photo that we can read. JPEG, PNG and WebP can be sent."))
