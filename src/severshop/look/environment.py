"""The template language: Jinja2, with gettext and the shop's own formats."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment

from severshop.infra.languages import in_language
from severshop.look import formats
from severshop.look.drawings import shoe


def make_environment(**options: Any) -> Environment:
    """Return the Jinja2 environment of every page and mail."""
    environment = Environment(  # noqa: S701 - Django's backend passes autoescape=True
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"], **options
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        static=static,
        url=url,
        shoe=shoe,
        language=get_language,
        languages=settings.LANGUAGES,
        in_language=in_language,
        shop_name=settings.SHOP_NAME,
        shop_url=settings.PUBLIC_URL,
        shop_email=settings.SHOP_EMAIL,
        is_demo=settings.DEMO,
        has_shop=settings.SHOP_HALF,
    )
    environment.filters.update(
        money=formats.money,
        day=formats.day,
        short_day=formats.short_day,
        day_without_name=formats.day_without_name,
        days_without_names=formats.days_without_names,
        days=formats.days,
        moment=formats.moment,
        clock=formats.clock,
        hour=formats.hour,
        listed=formats.listed,
        country=formats.country,
        percent=formats.percent,
        weight=formats.weight,
    )
    return environment


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
