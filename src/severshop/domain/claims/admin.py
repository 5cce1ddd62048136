from django.contrib import admin

from severshop.domain.claims.models import Claim
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ("order_id", "kind", "opened_at", "wish", "end", "ended_at")
    list_filter = ("kind", "end")
    ordering = ("-opened_at",)
