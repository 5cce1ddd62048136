"""Moments inside sentences: absolute, in the offset of the place, readable by the page's script."""

from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from severshop.look import formats

NEAR = timedelta(days=6)
"""As far as a weekday alone names a day without doubt."""


def say(sentence: str, **facts: object) -> Markup:
    """Return a translated sentence with its facts put in, safe to put on a page."""
    return escape(sentence) % facts


def near(value: datetime, *, today: date, offset_known: bool = True) -> Markup:
    """`Tuesday 23:00`, or with the date when it is a week away. The script may make it `today 23:00`."""
    clock = formats.after_day(value, is_utc=not offset_known)
    if abs(value.date() - today) <= NEAR:
        return Markup('<time datetime="{}" data-near="{}">{} {}</time>').format(
            value.isoformat(), clock, formats.weekday(value.date()), clock
        )
    return Markup('<time datetime="{}">{}, {}</time>').format(value.isoformat(), formats.day(value.date()), clock)


def only_clock(value: datetime) -> Markup:
    """`06:12`."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), formats.hour(value))


def on_day(value: date) -> Markup:
    """`Fri 27 November`."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), formats.day(value))


def day_heading(value: date) -> Markup:
    """`Tuesday 24 November`. The script may put `Today, ` before it."""
    return Markup('<time datetime="{}" data-day>{}</time>').format(value.isoformat(), formats.long_day(value))
