"""What a carrier's code means, said by somebody who knows."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, user_id
from severshop.interfaces.staff.words import milestone_name, reason_name
from severshop.usecases.reading.system_state import CodeRow, code_row
from severshop.usecases.tracking import map_code as mapping
from severshop.usecases.tracking.replay import Replayed
from severshop.vocabulary.milestones import Milestone, Reason
from severshop.vocabulary.roles import Role

PREVIEW = "preview"


class MeaningForm(forms.Form):
    """A milestone, and why or how where that is known."""

    milestone = forms.ChoiceField(label=gettext_lazy("What happened"))
    reason = forms.ChoiceField(label=gettext_lazy("Why, or how"), required=False)

    def __init__(self, *args: object, carrier: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = [milestone for milestone in Milestone if milestone is not Milestone.UNKNOWN]
        self.fields["milestone"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((milestone.value, milestone_name(milestone, carrier)) for milestone in known),
        ]
        self.fields["reason"].choices = [(reason.value, reason_name(reason)) for reason in Reason]  # type: ignore[attr-defined]

    def meaning(self) -> tuple[Milestone, Reason]:
        """Return what was chosen. Only of a valid form."""
        return Milestone(self.cleaned_data["milestone"]), Reason(self.cleaned_data["reason"])


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.SUPPORT)
def map_code(request: HttpRequest, code_id: int) -> HttpResponse:
    """Ask what a code means, show what that would change, or do it."""
    code = code_row(code_id)
    if code is None:
        raise Http404
    if request.method != "POST":
        return _asked(request, code, MeaningForm(carrier=code.carrier))
    form = MeaningForm(request.POST, carrier=code.carrier)
    if not form.is_valid():
        return _asked(request, code, form, status=400)
    milestone, reason = form.meaning()
    if PREVIEW in request.POST:
        would = mapping.try_mapping(
            carrier=code.carrier, code=code.code, milestone=milestone, reason=reason, now=clock.now()
        )
        return _asked(request, code, form, would=would)
    done = mapping.map_code(
        carrier=code.carrier,
        code=code.code,
        milestone=milestone,
        reason=reason,
        by=user_id(request),
        now=clock.now(),
    )
    messages.success(request, _said(done))
    return redirect("staff:system")


def _asked(
    request: HttpRequest, code: CodeRow, form: MeaningForm, *, would: Replayed | None = None, status: int = 200
) -> HttpResponse:
    return show(request, "staff/map-code.html", {"code": code, "form": form, "would": would}, status=status)


def _said(done: Replayed) -> str:
    sentence = ngettext(
        "Mapped. It was read again at once: %(n)d scan of the past has its meaning now.",
        "Mapped. It was read again at once: %(n)d scans of the past have their meaning now.",
        done.scans_changed,
    )
    return sentence % {"n": done.scans_changed} if done.scans_changed else _("Mapped. Nothing of the past changed.")
