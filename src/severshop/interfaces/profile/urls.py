from django.urls import URLPattern, path

from severshop.interfaces.profile import addresses, data, views

app_name = "profile"

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("details/", views.details, name="details"),
    path("addresses/", addresses.book, name="addresses"),
    path("addresses/new/", addresses.add, name="add-address"),
    path("addresses/<uuid:address_id>/", addresses.edit, name="edit-address"),
    path("addresses/<uuid:address_id>/default/", addresses.make_default, name="default-address"),
    path("addresses/<uuid:address_id>/remove/", addresses.remove, name="remove-address"),
    path("data/", data.data, name="data"),
    path("data/export/", data.export, name="export"),
    path("delete/", data.delete, name="delete"),
    path("deleted/", data.deleted, name="deleted"),
]
