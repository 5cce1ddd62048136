"""The account: what it holds, and who one is."""

from dataclasses import asdict
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from severshop.domain.customers.forms import DetailsForm, size_forms
from severshop.domain.customers.queries import addresses_of, details_of, sizes_of
from severshop.interfaces.profile.guard import me, own
from severshop.interfaces.profile.page import show
from severshop.usecases.account.keep_profile import keep_details


@require_safe
@own
def home(request: HttpRequest) -> HttpResponse:
    """Show the ways to everything."""
    user_id = me(request)
    return show(
        request,
        "home.html",
        details=details_of(user_id),
        sizes=sizes_of(user_id),
        addresses=addresses_of(user_id),
        wearer_word=wearer_word,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own
def details(request: HttpRequest) -> HttpResponse:
    """Show and keep name, language and sizes."""
    user_id = me(request)
    data = request.POST if request.method == "POST" else None
    form = DetailsForm(data, initial=asdict(details_of(user_id)))
    sizes = size_forms(data, initial={size.wearer: asdict(size) for size in sizes_of(user_id)})
    page = partial(show, request, "details.html", form=form, sizes=sizes, wearer_word=wearer_word)
    if data is None:
        return page()
    # All are asked what is wrong, so that nothing is said only at the second try.
    if not all([form.is_valid(), *(size.is_valid() for size in sizes.values())]):
        return page(status=422)
    worn = [size for wearer, typed in sizes.items() if (size := typed.worn(wearer))]
    keep_details(user_id, **form.cleaned_data, sizes=worn)
    messages.success(request, _("Your details are saved."))
    return redirect("profile:home")


def wearer_word(wearer: str) -> str:
    """Return for whose feet a size is."""
    return {
        "women": pgettext("shoe sizes", "Women"),
        "men": pgettext("shoe sizes", "Men"),
        "children": pgettext("shoe sizes", "Children"),
    }.get(wearer, wearer)
