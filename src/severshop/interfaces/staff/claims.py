"""Claims: what waits, one claim with its evidence, and its decision as buttons."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from severshop.domain.claims.queries import photo as photo_of
from severshop.infra import clock
from severshop.interfaces.staff import claim_words, hand_words, refund_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import after_act, show, today, user_id
from severshop.look.papers.claim_file import claim_file_pdf
from severshop.usecases.claiming.decide_claim import (
    NothingLeftError,
    NothingToPayBackError,
    SoldOutError,
    UnknownClaimError,
    grant_claim,
    refuse_claim,
)
from severshop.usecases.claiming.settle_turn_up import settle_turn_up
from severshop.usecases.reading.claim_desk import ClaimPage, claim_page, waiting_claims
from severshop.usecases.reading.claim_papers import claim_file_of
from severshop.vocabulary.claiming import ClaimEnd, TurnUp, WhyClaimRefused
from severshop.vocabulary.policies import Remedy
from severshop.vocabulary.roles import Role

MOST = 100
CAME_TO = tuple(one for one in TurnUp if one is not TurnUp.WAITING)


@require_safe
@roles(Role.SUPPORT)
def claim_list(request: HttpRequest) -> HttpResponse:
    """List what is to be decided and what turned up, the longest-waiting first."""
    return show(request, "staff/claims.html", {"rows": waiting_claims(MOST), "claim_words": claim_words})


@require_safe
@roles(Role.SUPPORT)
def claim(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Show a claim: what is said, what is known, what each decision would do."""
    found = _page_or_404(claim_id)
    context = {
        "page": found,
        "claim": found.claim,
        "known": found.claim.evidence,
        "claim_words": claim_words,
        "hand_words": hand_words,
        "money_words": refund_words,
        "told_at": hand_words.moment_said,
        "Remedy": Remedy,
        "whys": list(WhyClaimRefused),
        "came_to": CAME_TO,
        "limit_minor": settings.REFUND_APPROVAL_LIMIT,
    }
    return show(request, "staff/claim.html", context)


@require_POST
@roles(Role.SUPPORT)
def decide(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Give `do=refund` or `do=replacement`, or `do=refuse` with a reason in `why`; `note` is for the shopper."""
    act, why, note = (request.POST.get(name, "") for name in ("do", "why", "note"))
    try:
        if act in set(Remedy):
            decided = grant_claim(claim_id, Remedy(act), by=user_id(request), note=note, now=clock.now())
        elif act == "refuse" and why in set(WhyClaimRefused):
            decided = refuse_claim(claim_id, WhyClaimRefused(why), by=user_id(request), note=note, now=clock.now())
        else:
            messages.error(request, _("Say first what is decided, and why."))
            return after_act(request, "staff:claim", claim_id=claim_id)
    except UnknownClaimError as error:
        raise Http404 from error
    except NothingLeftError:
        messages.error(request, _("All of it was cancelled, paid back or sent again meanwhile. Nothing was given."))
    except NothingToPayBackError:
        messages.error(request, _("Nothing that was paid here is left to pay back. Nothing was given."))
    except SoldOutError:
        messages.error(request, _("There is not enough on the shelf to send it again. Nothing was given."))
    else:
        wanted = ClaimEnd.REFUSED if act == "refuse" else ClaimEnd(act)
        if decided.end is wanted:
            messages.success(request, _("Decided. The shopper is told by mail."))
        else:
            messages.info(request, _("It had ended before: what was decided first stays."))
    return after_act(request, "staff:claim", claim_id=claim_id)


@require_POST
@roles(Role.SUPPORT)
def turned_up(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:
    """Write what becomes of a parcel that arrived after it was made good: `do` names it."""
    act = request.POST.get("do", "")
    if act not in CAME_TO:
        messages.error(request, _("Say first what becomes of it."))
        return after_act(request, "staff:claim", claim_id=claim_id)
    try:
        is_new = settle_turn_up(claim_id, TurnUp(act), by=user_id(request), now=clock.now())
    except UnknownClaimError as error:
        raise Http404 from error
    if is_new:
        messages.success(request, _("Noted: it waits no longer."))
    else:
        messages.info(request, _("Nothing of it waits: what was written down first stays."))
    return after_act(request, "staff:claim", claim_id=claim_id)


@require_safe
@roles(Role.SUPPORT)
def photo(request: HttpRequest, claim_id: uuid.UUID, place: int) -> HttpResponse:  # noqa: ARG001 - views are called so
    """Show one of a claim's photos, by its place from 1."""
    shown = _page_or_404(claim_id).claim.photos
    found = photo_of(shown[place - 1]) if 0 < place <= len(shown) else None
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type="image/jpeg")


@require_safe
@roles(Role.SUPPORT)
def file(request: HttpRequest, claim_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - the same
    """Return what the carrier is sent about a claim, as PDF."""
    found = _page_or_404(claim_id)
    # Read by carriers anywhere, whoever prints it.
    with translation.override("en"):
        paper = claim_file_pdf(claim_file_of(found, today=today()))
    name = f"claim-{found.claim.number}-{found.claim.parcel}.pdf"
    return HttpResponse(
        paper, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _page_or_404(claim_id: uuid.UUID) -> ClaimPage:
    found = claim_page(claim_id, today=today(), limit_minor=settings.REFUND_APPROVAL_LIMIT)
    if found is None:
        raise Http404
    return found
