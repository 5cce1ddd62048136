"""The desk where returns come in."""

from django.urls import URLPattern, path

from severshop.interfaces.staff import return_acts, returns, unannounced

patterns: list[URLPattern] = [
    path("returns/", returns.return_list, name="returns"),
    path("returns/unknown/", unannounced.keep_stray, name="stray-return"),
    path("returns/unknown/<uuid:stray_id>/order/", unannounced.stray_order, name="stray-order"),
    path("returns/unannounced/<uuid:order_id>/", unannounced.unannounced, name="unannounced-return"),
    path("returns/photos/<uuid:photo_id>.jpg", returns.photo, name="return-photo"),
    path("returns/<uuid:return_id>/", returns.one_return, name="return"),
    path("returns/<uuid:return_id>/receive/", return_acts.receive, name="receive-return"),
    path("returns/<uuid:return_id>/lines/<int:position>/", return_acts.inspect_line, name="inspect-return"),
    path("returns/<uuid:return_id>/inspections/<uuid:inspection_id>/", return_acts.correct_one, name="correct-return"),
    path("returns/<uuid:return_id>/complete/", return_acts.complete_one, name="complete-return"),
    path("returns/<uuid:return_id>/ask-again/", return_acts.asked_again, name="ask-again-return"),
    path("returns/<uuid:return_id>/unseen/", return_acts.unseen, name="unseen-return"),
    path("returns/<uuid:return_id>/refused/", return_acts.refused, name="refused-return"),
]
