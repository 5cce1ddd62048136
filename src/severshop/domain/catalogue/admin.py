from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from severshop.domain.catalogue.models import Colour, Product, Sku
from severshop.domain.catalogue.rules import FURTHER_LANGUAGES, TRANSLATED, untranslated
from severshop.infra.admin import EditableAdmin, EditableInline

FACTS = ("slug", "kind", "audience", "price_minor", "weight_grams", "hs_code", "origin", "availability", "position")


class ColourInline(EditableInline):
    model = Colour


class SkuInline(EditableInline):
    model = Sku


@admin.register(Product)
class ProductAdmin(EditableAdmin):
    """Each text stands beside its translations; the list says where shoppers read English instead."""

    list_display = ("name", "kind", "audience", "price_minor", "weight_grams", "hs_code", "origin", "read_in_english")
    list_filter = ("kind", "audience")
    search_fields = ("name", "slug", *(f"name_{code}" for code in FURTHER_LANGUAGES))
    readonly_fields = ("read_in_english",)
    fieldsets = (
        (None, {"fields": FACTS}),
        (_("Texts"), {"fields": [(text, *(f"{text}_{code}" for code in FURTHER_LANGUAGES)) for text in TRANSLATED]}),
        (_("Languages"), {"fields": ("read_in_english",)}),
    )
    inlines = (ColourInline,)

    @admin.display(description=_("Read in English"))
    def read_in_english(self, product: Product) -> str:
        """Return the texts that shoppers of another language read in English."""
        return ", ".join(untranslated(product, TRANSLATED)) or "–"


@admin.register(Colour)
class ColourAdmin(EditableAdmin):
    list_display = ("product", "name", *(f"name_{code}" for code in FURTHER_LANGUAGES), "tint", "read_in_english")
    list_select_related = ("product",)
    search_fields = ("name", "product__name")
    readonly_fields = ("read_in_english",)
    inlines = (SkuInline,)

    @admin.display(description=_("Read in English"))
    def read_in_english(self, colour: Colour) -> str:
        """Return the texts that shoppers of another language read in English."""
        return ", ".join(untranslated(colour, ("name",))) or "–"
