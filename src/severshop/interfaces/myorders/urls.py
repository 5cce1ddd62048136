from django.urls import URLPattern, path

from severshop.interfaces.myorders import views

app_name = "myorders"

urlpatterns: list[URLPattern] = [
    path("", views.orders, name="list"),
    path("ticket/", views.ticket, name="ticket"),
    path("<str:number>/", views.order, name="order"),
    path("<str:number>/card/", views.card, name="card"),
]
