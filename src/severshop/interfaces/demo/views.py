"""The demo's mailbox: what the shop sent, as its reader would see it. Exists in the demo only."""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from severshop.interfaces.demo.mails import Mail, newest_mails, read_mail

LIST_LENGTH = 100

MAIL_CSP = {
    # A mail brings its own styles and may do nothing else; its links open in the window around it.
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}
OPEN_LINKS_AROUND = '<base target="_top">'


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails, the newest first."""
    return render(request, "demo/mailbox.html", {"mails": newest_mails(_folder(), limit=LIST_LENGTH, zone=_zone())})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show a mail: its HTML in a frame of its own, its text, its headers and its source."""
    return render(request, "demo/mail.html", {"mail": _mail_or_404(name)})


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def mail_html(_request: HttpRequest, name: str) -> HttpResponse:
    """Return the HTML part alone, for the frame."""
    return HttpResponse(OPEN_LINKS_AROUND + _mail_or_404(name).html)


def _mail_or_404(name: str) -> Mail:
    found = read_mail(_folder(), name, zone=_zone())
    if found is None:
        raise Http404(_("There is no such mail."))
    return found


def _folder() -> Path:
    return Path(settings.VAR) / "mail"


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SHOP_TIME_ZONE)
