"""A conversation, as its shopper reads it and goes on with it."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.help.contact import too_often
from severshop.interfaces.help.forms import WriteForm
from severshop.usecases.aftercare.cases import EmptyTextError, TooOftenError, write
from severshop.usecases.reading.case_page import conversation


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case: uuid.UUID) -> HttpResponse:
    """Show what was written, and take what is written next."""
    talk = conversation(case)
    if talk is None:
        raise Http404
    if request.method != "POST":
        return render(request, "help/case.html", {"talk": talk, "form": WriteForm()})
    form, now = WriteForm(request.POST), clock.now()
    status = 400
    if form.is_valid():
        try:
            write(case, text=form.cleaned_data["text"], form=str(form.cleaned_data["form"]), now=now)
            return redirect("help:case", case=talk.case.token)
        except TooOftenError as error:
            form.add_error(None, too_often(error.until, now=now))
            status = 429
        except EmptyTextError:
            form.add_error("text", _("Please write what you would like to know."))
    return render(request, "help/case.html", {"talk": talk, "form": form}, status=status)
