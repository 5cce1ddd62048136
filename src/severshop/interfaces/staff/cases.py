"""Questions of shoppers: the list, and a conversation with its order beside it."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from severshop.domain.support.rules import LONGEST_TEXT, CaseState
from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, today, user_id
from severshop.look.help.topics import TOPICS
from severshop.usecases.aftercare import cases as use
from severshop.usecases.reading.case_page import StaffCase, staff_case, staff_cases
from severshop.vocabulary.roles import Role

MINE = "mine"


class AnswerForm(forms.Form):
    """What is answered. `form` is made when the form is shown: the same form sent twice is one answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_TEXT}),
    )
    form = forms.UUIDField(widget=forms.HiddenInput)


@require_safe
@roles(Role.SUPPORT)
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases of a kind, the newest first."""
    chosen = request.GET.get("show", CaseState.WAITING_FOR_US)
    if chosen not in {MINE, *CaseState}:
        raise Http404
    rows = staff_cases(None, answered_by=user_id(request)) if chosen == MINE else staff_cases(CaseState(chosen))
    context = {"rows": rows, "chosen": chosen, "filters": _filters(), "now": clock.now(), "states": _states()}
    return show(request, "staff/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.SUPPORT)
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show a case, and take its answer."""
    found = _or_404(case_id)
    if request.method != "POST":
        return _shown(request, found, AnswerForm(initial={"form": uuid.uuid4()}))
    form, by, now = AnswerForm(request.POST), user_id(request), clock.now()
    if form.is_valid():
        try:
            use.answer(case_id, text=form.cleaned_data["text"], form=str(form.cleaned_data["form"]), by=by, now=now)
        except use.EmptyTextError:
            form.add_error("text", _("An answer needs words."))
        else:
            if "close" in request.POST:
                use.close(case_id, by=by, now=now)
            messages.success(request, _("The answer is on its way to the shopper, by e-mail and on the page."))
            return redirect("staff:case", case_id=case_id)
    return _shown(request, found, form, status=400)


@require_POST
@roles(Role.SUPPORT)
def turn(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Close a case, or open it again."""
    found = _or_404(case_id)
    by, now = user_id(request), clock.now()
    if found.talk.case.state is CaseState.CLOSED:
        if use.reopen(case_id, by=by, now=now):
            messages.success(request, _("The case is open again."))
    elif use.close(case_id, by=by, now=now):
        messages.success(request, _("The case is closed. If the shopper writes again, it opens by itself."))
    return redirect("staff:case", case_id=case_id)


def _or_404(case_id: uuid.UUID) -> StaffCase:
    found = staff_case(case_id, today=today())
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: StaffCase, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    topic = TOPICS.get(found.talk.case.topic)
    context = {
        "case": found.talk.case,
        "talk": found.talk,
        "email": found.email,
        "order": found.order,
        "form": form,
        "topic": topic.question() if topic else "",
        "states": _states(),
        "now": clock.now(),
    }
    return show(request, "staff/case.html", context, status=status)


def _filters() -> list[tuple[str, str]]:
    return [*((state.value, word) for state, word in _states().items()), (MINE, _("Mine"))]


def _states() -> dict[CaseState, str]:
    return {
        CaseState.WAITING_FOR_US: _("Waiting for us"),
        CaseState.WAITING_FOR_YOU: _("Waiting for the shopper"),
        CaseState.CLOSED: _("Closed"),
    }
