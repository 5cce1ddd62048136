from django.urls import URLPattern, path

from severshop.interfaces.help import views

app_name = "help"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("shipping/", views.shipping, name="shipping"),
]
