from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from severshop.domain.customers.sizes import SYSTEMS, WEARERS, WIDTHS
from severshop.infra.ids import uuid7
from severshop.vocabulary.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, with an e-mail address as the login."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    """In which the shop speaks to them, on pages and in mails; empty: as their browser asks."""
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case"),)

    def __str__(self) -> str:
        return self.email


class StaffRole(models.Model):
    """That a member of staff may do the work of a role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "role"], name="staff_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=[role.value for role in Role]), name="staff_role_known"),
        )

    def __str__(self) -> str:
        return self.role


class SavedAddress(models.Model):
    """An address that somebody keeps for the next order. Orders have their own copy of where they go."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=200)
    extra = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=120)
    region = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=40, blank=True)
    is_default = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(is_default=True), name="saved_address_one_default"),
        )

    def __str__(self) -> str:
        return f"{self.city}, {self.country}"


class ShoeSize(models.Model):
    """Which size somebody buys for men, women or children, in the system in which they know it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sizes")
    wearer = models.CharField(max_length=10, choices=[(wearer, wearer) for wearer in WEARERS])
    system = models.CharField(max_length=2, choices=[(system, system) for system in SYSTEMS])
    size = models.CharField(max_length=5)
    width = models.CharField(max_length=10, blank=True, choices=[(width, width) for width in WIDTHS])

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "wearer"], name="shoe_size_one_a_wearer"),
            models.CheckConstraint(condition=Q(wearer__in=WEARERS), name="shoe_size_wearer_known"),
            models.CheckConstraint(condition=Q(system__in=SYSTEMS), name="shoe_size_system_known"),
        )

    def __str__(self) -> str:
        return f"{self.system.upper()} {self.size}"
