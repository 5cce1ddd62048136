from django.contrib import admin

from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.infra.admin import EditableAdmin, EditableInline


class ColourInline(EditableInline):
    model = Colour


class SkuInline(EditableInline):
    model = Sku


@admin.register(Product)
class ProductAdmin(EditableAdmin):
    list_display = ("name", "kind", "audience", "price_minor", "weight_grams", "hs_code", "origin", "position")
    list_filter = ("kind", "audience")
    search_fields = ("name", "slug")
    inlines = (ColourInline,)


@admin.register(Colour)
class ColourAdmin(EditableAdmin):
    list_display = ("product", "name", "tint", "position")
    list_select_related = ("product",)
    search_fields = ("name", "product__name")
    inlines = (SkuInline,)
