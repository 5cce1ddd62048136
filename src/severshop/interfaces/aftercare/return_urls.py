from django.urls import URLPattern, path

from severshop.interfaces.aftercare import return_page, returns

ROOT = "order/<order_link:order>/return/"

urlpatterns: list[URLPattern] = [
    path(ROOT, returns.announce, name="returns"),
    path(f"{ROOT}<int:position>/", return_page.one, name="return"),
    path(f"{ROOT}<int:position>/label.pdf", return_page.label, name="return-label"),
    path(f"{ROOT}<int:position>/slip.pdf", return_page.slip, name="return-slip"),
    path(f"{ROOT}<int:position>/photos/<uuid:photo_id>/", return_page.photo, name="return-photo"),
]
