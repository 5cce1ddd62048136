"""Addresses of what the staff see of trouble and of promises."""

from django.urls import URLPattern, path

from severshop.interfaces.staff import hand, promise_weeks, scorecards

patterns: list[URLPattern] = [
    path("needs-a-hand/", hand.needs_hand, name="needs-a-hand"),
    path("parcels/<uuid:parcel_id>/investigate/", hand.investigate, name="investigate"),
    path("investigations/<uuid:investigation_id>/", hand.investigation, name="investigation"),
    path("investigations/<uuid:investigation_id>/asked/", hand.asked, name="investigation-asked"),
    path("investigations/<uuid:investigation_id>/close/", hand.close, name="close-investigation"),
    path("orders/<uuid:order_id>/write/", hand.write, name="write"),
    path("carriers/scorecard/", scorecards.page, name="scorecard"),
    path("carriers/scorecard.csv", scorecards.file, name="scorecard-file"),
    path("promises/quality/", promise_weeks.page, name="promise-quality"),
]
