from django.contrib import admin

from severshop.domain.promises.models import Promise
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Promise)
class PromiseAdmin(ReadOnlyAdmin):
    list_display = ("order", "version", "earliest", "latest", "made_at")
    list_select_related = ("order",)
    search_fields = ("=order__number",)
    ordering = ("-made_at",)
