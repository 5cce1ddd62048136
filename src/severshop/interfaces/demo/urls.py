from django.urls import URLPattern, path

from severshop.interfaces.demo import views

app_name = "demo"

urlpatterns: list[URLPattern] = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", views.mail, name="mail"),
    path("mailbox/<str:name>/html", views.mail_html, name="mail-html"),
    path("mailbox/<str:name>/reply/", views.reply, name="reply"),
    path("mailbox/<str:name>/bounce/", views.bounce, name="bounce"),
    path("mailbox/<str:name>/complain/", views.complain, name="complain"),
]
