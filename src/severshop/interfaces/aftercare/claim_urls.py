"""The addresses of the pages about what went wrong with a parcel."""

from django.urls import URLPattern, path

from severshop.interfaces.aftercare import claim_page, claims

urlpatterns: list[URLPattern] = [
    path("order/<order_link:order>/claim/", claims.claims, name="claims"),
    path("order/<order_link:order>/claim/<int:parcel>/", claim_page.claim, name="claim"),
    path("order/<order_link:order>/claim/photo/<uuid:photo_id>/", claims.photo, name="claim-photo"),
]
