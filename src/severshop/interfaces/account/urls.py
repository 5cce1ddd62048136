"""allauth's addresses under /account/, by the names that allauth gives them, and two of our own."""

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.urls import URLPattern, path

from severshop.interfaces.account import sessions
from severshop.interfaces.account.gates import gated

urlpatterns: list[URLPattern] = [
    *gated(account_urls.urlpatterns),
    *gated(mfa_urls.urlpatterns, "2fa/"),
    *gated(
        [
            path("", sessions.sessions, name="usersessions_list"),
            path("<int:pk>/end/", sessions.end_session, name="account_end_session"),
            path("end/", sessions.end_all_sessions, name="account_end_all_sessions"),
        ],
        "sessions/",
    ),
]
