"""Puts the shop's own site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class ShopAdminConfig(AdminConfig):
    default_site = "severshop.interfaces.staff.admin_site.ShopAdminSite"
