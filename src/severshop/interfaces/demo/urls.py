from django.urls import URLPattern, path

from severshop.interfaces.demo import views

app_name = "demo"

urlpatterns: list[URLPattern] = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", views.mail, name="mail"),
    path("mailbox/<str:name>/html", views.mail_html, name="mail-html"),
]
