"""How sure promised dates are: what each choice costs is seen before it is saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from severshop.domain.promises.kept_sureness import LEAST, MOST, SurenessForm, chosen_before
from severshop.domain.promises.learned import sureness as present_sureness
from severshop.infra import clock
from severshop.interfaces.staff import sureness_words
from severshop.interfaces.staff.access import roles
from severshop.interfaces.staff.page import show, user_id
from severshop.look.charts.costs import Spot, draw_costs
from severshop.usecases.promising.change_sureness import change_sureness
from severshop.usecases.promising.cost_of_sureness import CostOfSureness, cost_of_sureness
from severshop.vocabulary.roles import Role

NAMED = (0.80, 0.85, 0.90, 0.93, 0.95, 0.97, 0.99)
"""The choices that stand in the table."""


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.OWNER)
def sureness(request: HttpRequest) -> HttpResponse:
    """Show what each sureness costs, and the one that `?sure=` (in hundredths) asks about; POST saves one."""
    present = present_sureness()
    if request.method == "POST":
        form = SurenessForm(request.POST)
        if form.is_valid():
            return _saved(request, form.chosen(), present=present)
    else:
        form = SurenessForm(request.GET if "sure" in request.GET else None, initial={"sure": round(present * 100)})
    is_fine = not form.is_bound or form.is_valid()
    looked_at = form.chosen() if form.is_bound and is_fine else present
    return show(request, "staff/sureness.html", _context(form, present, looked_at), status=200 if is_fine else 400)


def _saved(request: HttpRequest, sure: float, *, present: float) -> HttpResponse:
    if sure == present:
        messages.info(request, _("It was that already. Nothing is changed."))
    else:
        change_sureness(sure, by=user_id(request), now=clock.now())
        said = _("Saved: from now on, %(share)s of new promises are to be kept. Those already given stay.")
        messages.success(request, said % {"share": sureness_words.share(sure)})
    return redirect("staff:sureness")


def _context(form: SurenessForm, present: float, looked_at: float) -> dict[str, Any]:
    cost = cost_of_sureness(now=clock.now())
    return {
        "form": form,
        "present": present,
        "looked_at": looked_at,
        "ends": (LEAST, MOST),
        "cost": cost,
        "named": sorted({*NAMED, present, looked_at}),
        "chart": _chart(cost, present, looked_at) if cost else "",
        "chosen_before": chosen_before(),
        "sure": sureness_words,
    }


def _chart(cost: CostOfSureness, present: float, looked_at: float) -> Markup:
    now, then = cost.whole.at(present), cost.whole.at(looked_at)
    desc = _("The present choice, %(now)s, promises %(days)s on average; %(then)s promises %(others)s.") % {
        "now": sureness_words.share(now.sure),
        "days": sureness_words.days(now.days),
        "then": sureness_words.share(then.sure),
        "others": sureness_words.days(then.days),
    }
    return draw_costs(
        [
            Spot(one.sure, one.days, sureness_words.share(one.sure), sureness_words.days(one.days))
            for one in cost.whole.costs
        ],
        named=NAMED,
        present=now.sure,
        looked_at=then.sure,
        title=_("Promised days by sureness"),
        desc=desc,
        said=lambda days: ngettext("%(n)d day", "%(n)d days", round(days)) % {"n": round(days)},
    )
