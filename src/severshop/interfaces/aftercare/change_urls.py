"""The addresses of the pages that change an order."""

from django.urls import URLPattern, path

from severshop.interfaces.aftercare import change, change_pay

urlpatterns: list[URLPattern] = [
    path("order/<order_link:order>/change/", change.change, name="change"),
    path("order/<order_link:order>/change/address/", change.address, name="change-address"),
    path("order/<order_link:order>/change/contact/", change.contact, name="change-contact"),
    path("order/<order_link:order>/change/delivery/", change.delivery, name="change-delivery"),
    path("order/<order_link:order>/change/paying/", change_pay.paying, name="change-paying"),
    path("order/paid/<uuid:payment>/", change_pay.back_from_bank, name="paid-back"),
    path("order/<order_link:order>/change/size/<int:position>/", change.size, name="change-size"),
]
