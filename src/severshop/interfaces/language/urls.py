from django.urls import URLPattern, path

from severshop.interfaces.language import views

app_name = "language"

urlpatterns: list[URLPattern] = [
    path("language/", views.choose, name="choose"),
]
"""Outside of any language: one address for all."""
