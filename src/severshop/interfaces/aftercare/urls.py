from django.urls import URLPattern, path

from severshop.interfaces.aftercare import views

app_name = "aftercare"

urlpatterns: list[URLPattern] = [
    path("find-order/", views.find_order, name="find-order"),
    path("find-order/sent/", views.link_sent, name="link-sent"),
]
