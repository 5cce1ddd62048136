from django.urls import URLPattern, path

from severshop.interfaces.ops import views

app_name = "ops"

urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
