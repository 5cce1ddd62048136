"""The acts of the desk: take in, look at, correct, pay back, send away. Each is one use case and one button."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from severshop.infra import clock
from severshop.infra.ids import uuid7
from severshop.infra.pictures import PictureRefusedError
from severshop.interfaces.staff import refund_words, return_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, user_id
from severshop.interfaces.staff.return_forms import InspectForm, ReceiveForm, WentForm, photos
from severshop.interfaces.staff.returns import DECIDES, RECEIVES, page_or_404, shown
from severshop.look import formats
from severshop.usecases.returning.complete import (
    Completed,
    NothingRefusedError,
    NotReadyError,
    ask_again,
    complete,
    say_where_it_went,
)
from severshop.usecases.returning.desk_page import DeskPage
from severshop.usecases.returning.inspect import NotSayableError, TooManyPhotosError, correct, inspect
from severshop.usecases.returning.receive import Box, TooManyError, receive_return
from severshop.usecases.returning.unseen import TooLateToChangeError, call_off_unseen, pay_unseen
from severshop.vocabulary.returning import AfterRefusal


@require_POST
@roles(*RECEIVES)
def receive(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """Take in what came of a return."""
    page = page_or_404(return_id)
    missing = {line.position: line.missing for line in page.case.lines if line.missing}
    form = ReceiveForm(request.POST, most=missing)
    if not form.is_valid():
        return shown(request, page, status=400, receiving=form)
    said = form.cleaned_data
    try:
        is_news = receive_return(
            return_id,
            form.units(),
            seen=said["seen"],
            box=Box(note=said["note"].replace("\x00", "")),
            by=user_id(request),
            now=clock.now(),
        )
    except TooManyError:
        is_news = False
    if is_news:
        messages.success(request, _("Taken in: the shopper sees that it is here."))
    else:
        messages.info(request, _("Somebody has taken it in meanwhile."))
    return redirect("staff:return", return_id=return_id)


@require_POST
@roles(*DECIDES)
def inspect_line(request: HttpRequest, return_id: uuid.UUID, position: int) -> HttpResponse:
    """Write what was found of pieces of a line."""
    page = page_or_404(return_id)
    line = next((one for one in page.case.lines if one.position == position), None)
    if line is None:
        raise Http404
    form = InspectForm(request.POST, line=line, may_deduct=position in page.deductible, most=max(line.received, 1))
    if form.is_valid():
        try:
            inspect(
                return_id,
                form.said(),
                position=position,
                photos=photos(request),
                form=str(form.cleaned_data["form"]),
                by=user_id(request),
                now=clock.now(),
            )
        except NotSayableError as error:
            form.add_error(None, return_words.problem(error.problem))
        except (PictureRefusedError, TooManyPhotosError):
            form.add_error(
                None, _("The photos could not be taken in: at most four, JPEG, PNG or WebP, up to 12 MB each.")
            )
        else:
            messages.success(request, _("Written down."))
            return redirect("staff:return", return_id=return_id)
    return shown(request, page, status=400, inspecting={position: form})


@require_http_methods(["GET", "HEAD", "POST"])
@roles(*DECIDES)
def correct_one(request: HttpRequest, return_id: uuid.UUID, inspection_id: uuid.UUID) -> HttpResponse:
    """Write what was right in place of what was found wrongly. The wrong row stays, and does not count."""
    page = page_or_404(return_id)
    known = [(line, found) for line in page.case.lines for found in line.found if found.id == inspection_id]
    if not known:
        messages.info(request, _("Somebody has corrected it meanwhile."))
        return redirect("staff:return", return_id=return_id)
    line, wrong = known[0]
    form = InspectForm(
        request.POST if request.method == "POST" else None,
        line=line,
        may_deduct=line.position in page.deductible,
        most=line.to_inspect + wrong.quantity,
        wrong=wrong,
        initial={"form": uuid7()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct(
                return_id,
                form.said(),
                inspection_id=inspection_id,
                form=str(form.cleaned_data["form"]),
                by=user_id(request),
                now=clock.now(),
            )
        except NotSayableError as error:
            form.add_error(None, return_words.problem(error.problem))
        else:
            messages.success(request, _("Corrected. What follows from it is done with the next step."))
            return redirect("staff:return", return_id=return_id)
    context = {"page": page, "case": page.case, "line": line, "form": form, "return_words": return_words}
    return show(request, "staff/return-correct.html", context, status=400 if form.errors else 200)


@require_POST
@roles(*DECIDES)
def complete_one(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """Act on what was found: the shelf, the exchange, the money. `last=yes`: the rest is no longer expected."""
    page = page_or_404(return_id)
    try:
        done = complete(return_id, is_last=request.POST.get("last") == "yes", by=user_id(request), now=clock.now())
    except NotReadyError:
        messages.info(request, _("There is nothing new to act on: somebody was faster, or something waits to be seen."))
    else:
        messages.success(request, " ".join(_what_followed(done, page)))
    return redirect("staff:return", return_id=return_id)


@require_POST
@roles(*RECEIVES)
def refused(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """Write where refused pieces went: back to the shopper, or kept here for them."""
    page = page_or_404(return_id)
    form = WentForm(request.POST)
    if not form.is_valid():
        return shown(request, page, status=400, going=form)
    said = form.cleaned_data
    done = AfterRefusal(said["done"])
    is_sent = done is AfterRefusal.SENT
    try:
        say_where_it_went(
            return_id,
            done,
            carrier=said["carrier"] if is_sent else "",
            number="".join(said["number"].split()) if is_sent else "",
            by=user_id(request),
            now=clock.now(),
        )
    except NothingRefusedError:
        messages.info(request, _("Nothing refused waits here: somebody was faster."))
    else:
        messages.success(request, _("Written down: the shopper sees it."))
    return redirect("staff:return", return_id=return_id)


@require_POST
@roles(*DECIDES)
def asked_again(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """Ask once more for what a second person has refused to pay back."""
    page = page_or_404(return_id)
    try:
        refund = ask_again(return_id, by=user_id(request), now=clock.now())
    except NotReadyError:
        messages.info(request, _("Nothing is to be asked for by now."))
    else:
        messages.success(request, " ".join(_what_followed(Completed(refund, 0, None), page)))
    return redirect("staff:return", return_id=return_id)


@require_POST
@roles(*DECIDES)
def unseen(request: HttpRequest, return_id: uuid.UUID) -> HttpResponse:
    """End what never came: `do=pay` pays it back all the same, `do=call_off` calls it off."""
    page = page_or_404(return_id)
    act = request.POST.get("do", "")
    if act not in {"pay", "call_off"}:
        raise Http404
    try:
        if act == "pay":
            refund = pay_unseen(return_id, by=user_id(request), now=clock.now())
            messages.success(request, " ".join(_what_followed(Completed(refund, 0, None), page)))
        else:
            call_off_unseen(return_id, by=user_id(request), now=clock.now())
            messages.success(request, _("Called off. If it comes after all, it can still be taken in."))
    except (NotReadyError, TooLateToChangeError):
        messages.info(request, _("It is further than that by now. Look again."))
    return redirect("staff:return", return_id=return_id)


def _what_followed(done: Completed, page: DeskPage) -> list[str]:
    said = []
    if done.refund:
        amount = formats.money(done.refund.amount_minor, done.refund.currency)
        said += [_("%(amount)s go back.") % {"amount": amount}, refund_words.asked_for(done.refund)]
    if done.on_the_shelf:
        told = ngettext("%(n)s piece can be sold again.", "%(n)s pieces can be sold again.", done.on_the_shelf)
        said.append(told % {"n": done.on_the_shelf})
    if done.exchange:
        said.append(_("The other pair goes out now."))
    if not page.due.is_paid_here and page.due.amount_minor:
        said.append(_("This shop holds no payment of the order: pay it back where it was paid."))
    return said or [_("Done: nothing was left to pay back.")]
