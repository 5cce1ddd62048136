"""Every page that Django serves. The hot paths are told apart in `asgi`."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from severshop.config.order_pages import know_order_links

know_order_links()

handler400 = "severshop.config.errors.bad_request"
handler403 = "severshop.config.errors.forbidden"
handler404 = "severshop.config.errors.not_found"
handler500 = "severshop.config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("severshop.interfaces.ops.urls")),
    path("", include("severshop.interfaces.aftercare.urls")),
    path("", include("severshop.interfaces.language.urls")),
    path("", include("severshop.interfaces.messages.urls")),
    path("account/", include("severshop.interfaces.account.urls")),
    path("account/", include("severshop.interfaces.profile.urls")),
    path("my-orders/", include("severshop.interfaces.myorders.urls")),
    path("", include("severshop.interfaces.help.urls")),
    path("staff/", include("severshop.interfaces.staff.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("severshop.interfaces.demo.urls")))
if settings.SHOP_HALF:
    urlpatterns.append(path("", include("severshop.interfaces.storefront.urls")))
