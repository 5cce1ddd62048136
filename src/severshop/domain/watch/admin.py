from django.contrib import admin

from severshop.domain.watch.models import ClaimOffer, DelayNotice, Flag, Investigation
from severshop.infra.admin import ReadOnlyAdmin


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    list_display = ("order", "parcel", "level", "trouble", "raised_at", "cleared_at")
    list_filter = ("level", "trouble")
    list_select_related = ("order", "parcel")
    search_fields = ("=order__number",)
    ordering = ("-raised_at",)


@admin.register(DelayNotice)
class DelayNoticeAdmin(ReadOnlyAdmin):
    list_display = ("order", "promise_version", "level", "trouble", "owed_at", "policy", "answer")
    list_filter = ("policy", "answer")
    list_select_related = ("order",)
    search_fields = ("=order__number",)
    ordering = ("-owed_at",)


@admin.register(Investigation)
class InvestigationAdmin(ReadOnlyAdmin):
    list_display = ("order", "parcel", "opened_at", "asked_at", "closed_at", "outcome")
    list_select_related = ("order", "parcel")
    search_fields = ("=order__number",)
    ordering = ("-opened_at",)


@admin.register(ClaimOffer)
class ClaimOfferAdmin(ReadOnlyAdmin):
    list_display = ("order", "parcel", "offered_at", "why", "policy", "withdrawn_at")
    list_select_related = ("order", "parcel")
    search_fields = ("=order__number",)
    ordering = ("-offered_at",)
