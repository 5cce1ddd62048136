"""Help in general under `/help/`, for an order under `/order/<token>/`, and conversations under `/case/<token>/`."""

from django.urls import URLPattern, path, register_converter

from severshop.interfaces.help import cases, contact, order_policies, order_views, views
from severshop.usecases.reading.case_page import CaseLinkConverter

register_converter(CaseLinkConverter, "case_link")

app_name = "help"

urlpatterns: list[URLPattern] = [
    path("help/", views.home, name="home"),
    path("help/shipping/", views.shipping, name="shipping"),
    path("help/returns/", views.returns, name="returns"),
    path("help/contact/", contact.contact, name="contact"),
    path("help/contact/sent/", contact.sent, name="sent"),
    path("help/<slug:slug>/", views.topic, name="topic"),
    path("order/<order_link:order>/help/", order_views.order_home, name="order-home"),
    path("order/<order_link:order>/help/<slug:slug>/", order_views.order_topic, name="order-topic"),
    path("order/<order_link:order>/policies/", order_policies.order_policies, name="order-policies"),
    path("order/<order_link:order>/contact/", contact.order_contact, name="order-contact"),
    path("case/<case_link:case>/", cases.case, name="case"),
]
