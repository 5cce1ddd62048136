"""The carrier table: everybody of the staff reads it and tries it out, an owner changes it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from severshop.domain.carriers.registry import CARRIERS
from severshop.domain.shipping.queries import carrier_rule, carrier_rules
from severshop.domain.shipping.rules import CarrierRule
from severshop.infra import clock
from severshop.interfaces.staff import carrier_words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.carrier_forms import RuleForm, TryForm
from severshop.interfaces.staff.page import show, user_id
from severshop.usecases.fulfilling import edit_carriers
from severshop.usecases.fulfilling.choose_carrier import Proposal, propose
from severshop.usecases.fulfilling.edit_carriers import UnknownRuleError
from severshop.vocabulary.roles import Role


@require_safe
@roles(*ANY_ROLE)
def table(request: HttpRequest) -> HttpResponse:
    """Show the table and, where a parcel is named, which line it meets."""
    form = TryForm(request.GET) if set(request.GET) & set(TryForm.base_fields) else TryForm()
    context = {
        "rules": carrier_rules(),
        "known": CARRIERS,
        "form": form,
        "tried": _tried(form),
        "carrier_words": carrier_words,
    }
    return show(request, "staff/carriers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a new line, and write it."""
    form = RuleForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, rule=None)
    edit_carriers.add_rule(form.line(), by=user_id(request), now=clock.now())
    messages.success(request, _("The line is added. It holds from the next parcel on."))
    return redirect("staff:carriers")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def change(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Show a line to be changed, and change it."""
    rule = carrier_rule(rule_id)
    if rule is None:
        raise Http404
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form, rule=rule)
    try:
        edit_carriers.change_rule(rule_id, form.line(), by=user_id(request), now=clock.now())
    except UnknownRuleError as error:
        raise Http404 from error
    messages.success(request, _("The line is changed. It holds from the next parcel on."))
    return redirect("staff:carriers")


@require_POST
@roles(Role.OWNER)
def remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a line out. A second press finds it gone, which is what was wanted."""
    try:
        edit_carriers.remove_rule(rule_id, by=user_id(request), now=clock.now())
    except UnknownRuleError:
        messages.info(request, _("This line was removed already."))
    else:
        messages.success(request, _("The line is removed."))
    return redirect("staff:carriers")


def _asked(request: HttpRequest, form: RuleForm, *, rule: CarrierRule | None) -> HttpResponse:
    context = {"form": form, "rule": rule, "carrier_words": carrier_words}
    return show(request, "staff/carrier-rule.html", context, status=400 if form.is_bound else 200)


def _tried(form: TryForm) -> Proposal | None:
    if not form.is_bound or not form.is_valid():
        return None
    data = form.cleaned_data
    return propose(country=data["country"], option=data["option"], weight_grams=data["weight"])
