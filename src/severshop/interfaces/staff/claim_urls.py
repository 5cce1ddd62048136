"""Addresses of what the staff do about claims."""

from django.urls import URLPattern, path

from severshop.interfaces.staff import claims

patterns: list[URLPattern] = [
    path("claims/", claims.claim_list, name="claims"),
    path("claims/<uuid:claim_id>/", claims.claim, name="claim"),
    path("claims/<uuid:claim_id>/decide/", claims.decide, name="decide-claim"),
    path("claims/<uuid:claim_id>/turned-up/", claims.turned_up, name="settle-turn-up"),
    path("claims/<uuid:claim_id>/photos/<int:place>/", claims.photo, name="claim-photo"),
    path("claims/<uuid:claim_id>/file.pdf", claims.file, name="claim-file"),
]
