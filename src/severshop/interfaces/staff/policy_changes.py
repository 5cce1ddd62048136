"""Writes a policy as a row from a day on, or removes one that has not begun: shown first, then saved."""

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.domain.policies.forms import FORMS, Offer, PolicyForm
from severshop.domain.policies.kept_rows import kept_policy
from severshop.domain.policies.kinds import Kind, values_of
from severshop.domain.policies.queries import policies
from severshop.domain.shipping.queries import destinations
from severshop.infra import clock
from severshop.interfaces.staff import policy_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, today, user_id
from severshop.look.drawings import kinds
from severshop.look.help.policy_sentences import changed, kind_word
from severshop.usecases.change_policies import (
    HasBegunError,
    SameDayError,
    UnknownPolicyError,
    add_policy,
    remove_policy,
)
from severshop.vocabulary.roles import Role

DIGEST_LENGTH = 16


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for a policy, show what it changes, and write it when that was seen.

    `?region=` names where to begin. What is saved is what was shown: a change after that is shown again first.
    """
    which = _kind(kind)
    offer = _offer(which)
    asked = request.GET.get("region", "")
    form = FORMS[which](
        request.POST if request.method == "POST" else None,
        today=today(),
        known=policies(which),
        offer=offer,
        region=asked if asked in dict(offer.regions) else "",
    )
    if request.method != "POST" or not form.is_valid():
        return _asked(request, which, form)
    policy, because = form.policy(), form.cleaned_data["because"]
    seen = _digest(values_of(policy))
    is_saved = request.POST.get("step") == "save"
    if is_saved and request.POST.get("seen") == seen:
        try:
            add_policy(which, policy, because=because, today=today(), by=user_id(request), now=clock.now())
        except SameDayError:
            form.add_error("valid_from", _("A row for that day exists. Change the day."))
            return _asked(request, which, form)
        messages.success(request, _("Saved. Orders that were placed before that day keep what held for them."))
        return redirect("staff:policies")
    return _asked(request, which, form, seen=seen, again=is_saved, **_shown(form, before=form.before(), after=policy))


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def remove(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Show a row that has not begun, and remove it."""
    which = _kind(kind)
    if request.method == "POST":
        return _removed(request, which, row_id)
    row = kept_policy(which, row_id)
    if row is None:
        raise Http404
    if not row.may_go(today()):
        messages.info(request, _("This row has begun: it stays. Write another for a later day instead."))
        return redirect("staff:policies")
    return show(request, "staff/policy-remove.html", {"row": row, "kind": which, "pol": policy_words})


def _removed(request: HttpRequest, kind: Kind, row_id: int) -> HttpResponse:
    try:
        remove_policy(kind, row_id, today=today(), by=user_id(request), now=clock.now())
    except UnknownPolicyError:
        messages.info(request, _("This row was removed already."))
    except HasBegunError:
        messages.error(request, _("This row has begun: it stays. Write another for a later day instead."))
    else:
        messages.success(request, _("Removed. What held before it goes on."))
    return redirect("staff:policies")


def _shown(form: PolicyForm, *, before: Any, after: Any) -> dict[str, Any]:
    old, new = form.figures_of(before), form.figures_of(after)
    figures = [
        (form.fields[name].label, policy_words.figure(form, name, old[name]), policy_words.figure(form, name, value))
        for name, value in new.items()
        if old[name] != value
    ]
    others = {one.region for one in policies(form.KIND) if one.region and one.valid_from <= after.valid_from}
    return {
        "figures": figures,
        "sentences": changed(before, after),
        "before": before,
        "after": after,
        "others": sorted(others) if not after.region else [],
    }


def _asked(request: HttpRequest, kind: Kind, form: PolicyForm, **found: Any) -> HttpResponse:
    context = {"form": form, "kind": kind, "pol": policy_words, **found}
    return show(request, "staff/policy-change.html", context, status=400 if form.errors else 200)


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise Http404
    return Kind(text)


def _offer(kind: Kind) -> Offer:
    countries = {where.country for where in destinations()}
    known = {one.region for one in policies(kind)}
    codes = sorted((countries | known) - {"", "EU"}, key=policy_words.region)
    regions = [(code, policy_words.region(code)) for code in ("", "EU", *codes)]
    return Offer(regions, sorted(((one, kind_word(one)) for one in kinds()), key=lambda one: one[1]))


def _digest(says: Any) -> str:
    """Return what tells one row from another: enough to know whether it was shown as it is."""
    return hashlib.sha256(json.dumps(says, sort_keys=True).encode()).hexdigest()[:DIGEST_LENGTH]
