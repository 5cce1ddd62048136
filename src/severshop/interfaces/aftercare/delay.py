"""The page that asks, before a late order leaves, whether to wait for it or to cancel it.

Whoever holds the link may say "wait", which changes nothing. To cancel takes proof: see `acting`.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from severshop.infra import clock
from severshop.interfaces.aftercare.acting import holder_must_prove
from severshop.usecases.aftercare.answer_delay import AlreadyCancelledError, NothingAskedError, answer_delay
from severshop.usecases.reading.delay_question import DelayQuestion, delay_question
from severshop.usecases.reading.link_holder import OrderRef
from severshop.vocabulary.watching import Answer


@require_http_methods(["GET", "HEAD", "POST"])
def delay(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Show the choice; a POST with `answer=wait` keeps it, one with `answer=cancel` leads to where it is confirmed."""
    question = delay_question(order.id, now=clock.now())
    if question is None:
        raise Http404
    if request.method != "POST" or not question.is_open:
        return _page(request, order, question)
    match request.POST.get("answer"):
        case Answer.WAIT.value:
            return _answer(request, order, Answer.WAIT)
        case Answer.CANCEL.value:
            return HttpResponseRedirect(reverse("aftercare:delay-cancel", args=[order]), status=303)
        case _:
            return _page(request, order, question, status=400)


@require_http_methods(["GET", "HEAD", "POST"])
@holder_must_prove
def delay_cancel(request: HttpRequest, order: OrderRef) -> HttpResponse:
    """Ask once more, and keep that the order is to be cancelled."""
    question = delay_question(order.id, now=clock.now())
    if question is None:
        raise Http404
    if not question.is_open or question.answer is Answer.CANCEL:
        return HttpResponseRedirect(reverse("aftercare:delay", args=[order]), status=303)
    if request.method == "POST":
        return _answer(request, order, Answer.CANCEL)
    return render(request, "aftercare/delay_cancel.html", {"order": order, "question": question})


def _answer(request: HttpRequest, order: OrderRef, answer: Answer) -> HttpResponse:
    try:
        answer_delay(order.id, answer=answer, now=clock.now())
    except (NothingAskedError, AlreadyCancelledError):
        # It left, or was cancelled, while the page was open: the page says so.
        question = delay_question(order.id, now=clock.now())
        if question is None:
            raise Http404 from None
        return _page(request, order, question, status=409)
    return HttpResponseRedirect(reverse("aftercare:delay", args=[order]), status=303)


def _page(request: HttpRequest, order: OrderRef, question: DelayQuestion, *, status: int = 200) -> HttpResponse:
    return render(request, "aftercare/delay.html", {"order": order, "question": question}, status=status)
