from django.urls import URLPattern, path

from severshop.interfaces.storefront.again import again
from severshop.interfaces.storefront.basket import basket_page
from severshop.interfaces.storefront.checkout import address, delivery, start
from severshop.interfaces.storefront.confirmation import placed_page
from severshop.interfaces.storefront.payment import back_from_bank, payment, waiting
from severshop.interfaces.storefront.product import product_page
from severshop.interfaces.storefront.shelves import home

app_name = "storefront"

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("p/<slug:slug>/", product_page, name="product"),
    path("basket/", basket_page, name="basket"),
    path("buy-again/", again, name="buy-again"),
    path("checkout/", start, name="start"),
    path("checkout/address/", address, name="address"),
    path("checkout/delivery/", delivery, name="delivery"),
    path("checkout/payment/", payment, name="payment"),
    path("checkout/return/", back_from_bank, name="return"),
    path("checkout/waiting/", waiting, name="waiting"),
    path("order-placed/", placed_page, name="placed"),
]
