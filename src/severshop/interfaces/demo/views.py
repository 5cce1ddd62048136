"""The demo's mailbox: what the shop sent, as its reader would see it. Exists in the demo only."""

from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from severshop.interfaces.demo import answers
from severshop.interfaces.demo.mails import Mail, newest_mails, read_mail

LIST_LENGTH = 100
LONGEST_ANSWER = 5_000

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
    return render(request, "demo/mail.html", {"mail": _mail_or_404(name), "notes": messages.get_messages(request)})


@require_safe
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def mail_html(_request: HttpRequest, name: str) -> HttpResponse:
    """Return the HTML part alone, for the frame."""
    return HttpResponse(OPEN_LINKS_AROUND + _mail_or_404(name).html)


@require_POST
def reply(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the mail as its reader."""
    _mail_or_404(name)
    text = request.POST.get("text", "").strip()[:LONGEST_ANSWER]
    if not text:
        return _back(request, name, is_taken=False, said=_("Write a few words first."))
    return _brought(request, name, answers.answer(_source(name), text=text), said=_("Your answer is with the shop."))


@require_POST
def bounce(request: HttpRequest, name: str) -> HttpResponse:
    """Let the mail come back, as if there were no such mailbox."""
    _mail_or_404(name)
    return _brought(request, name, answers.bounce(_source(name)), said=_("The mail came back to the shop."))


@require_POST
def complain(request: HttpRequest, name: str) -> HttpResponse:
    """Mark the mail as unwanted, as a mail program would."""
    _mail_or_404(name)
    return _brought(request, name, answers.complaint(_source(name)), said=_("The shop was told that it is unwanted."))


def _brought(request: HttpRequest, name: str, raw: bytes, *, said: str) -> HttpResponse:
    is_taken = answers.bring(raw)
    return _back(
        request, name, is_taken=is_taken, said=said if is_taken else _("The shop's mail hook did not take it.")
    )


def _back(request: HttpRequest, name: str, *, is_taken: bool, said: str) -> HttpResponse:
    (messages.success if is_taken else messages.error)(request, said)
    return redirect("demo:mail", name=name)


def _source(name: str) -> bytes:
    return (_folder() / f"{name}.eml").read_bytes()


def _mail_or_404(name: str) -> Mail:
    found = read_mail(_folder(), name, zone=_zone())
    if found is None:
        raise Http404(_("There is no such mail."))
    return found


def _folder() -> Path:
    return Path(settings.VAR) / "mail"


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SHOP_TIME_ZONE)
