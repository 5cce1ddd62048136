from django.urls import URLPattern

app_name = "myorders"

urlpatterns: list[URLPattern] = []
