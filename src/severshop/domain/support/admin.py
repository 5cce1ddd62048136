from django.contrib import admin

from severshop.domain.support.models import Case
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ("id", "opened_at", "order", "topic")
