"""What the shop holds itself to: what holds today, what comes, what was."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from severshop.domain.policies.kept_rows import lines
from severshop.domain.policies.kinds import Kind
from severshop.interfaces.staff import policy_words
from severshop.interfaces.staff.access import ANY_ROLE, roles
from severshop.interfaces.staff.page import show, today


@require_safe
@roles(*ANY_ROLE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show every policy by kind and region."""
    tables = [(kind, lines(kind, today=today())) for kind in Kind]
    return show(request, "staff/policies.html", {"tables": tables, "pol": policy_words})
