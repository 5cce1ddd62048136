"""How its sizes turn out, beside the choice of a size: only where it is known, with the numbers behind it."""

import pytest
from django.utils import translation

from severshop.domain.returns.fits import Fit, Verdict
from severshop.domain.returns.models import FitCount
from severshop.infra import clock
from severshop.interfaces.storefront.fit_words import fit_words
from severshop.usecases.seeding.past_fits import give_fits

pytestmark = [pytest.mark.shop, pytest.mark.django_db, pytest.mark.usefixtures("stocked")]


@pytest.mark.parametrize(
    ("slug", "words", "numbers"),
    [
        (
            "tempo-runner",
            "take one size up",
            "Of 42 pairs that came back for their size, 36 were too small. 310 pairs were kept.",
        ),
        ("matchpoint", "take one size down", "Of 35 pairs that came back for their size, 31 were too large."),
        ("strada-runner", "the size that you usually wear", "13 pairs came back for their size. 412 pairs were kept."),
    ],
)
def test_the_demos_pairs_have_taught_something(client, slug, words, numbers):
    give_fits(today=clock.now().date())
    page = client.get(f"/p/{slug}/").content.decode()
    assert words in page
    assert numbers in page


@pytest.mark.parametrize("slug", ["riva-sneaker", "strada-runner"])
def test_where_nothing_is_known_nothing_is_said(client, slug):
    page = client.get(f"/p/{slug}/").content.decode()
    assert "their size" not in page
    assert 'class="fit"' not in page


def test_a_second_set_up_gives_the_same_past():
    rows = give_fits(today=clock.now().date())
    first = sorted(FitCount.objects.values_list("sku", "month", "kept", "too_small", "too_large"))
    assert give_fits(today=clock.now().date()) == rows
    assert sorted(FitCount.objects.values_list("sku", "month", "kept", "too_small", "too_large")) == first
    assert sum(row[2] + row[3] + row[4] for row in first if row[0].startswith("tempo-runner")) == 352


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_words_for_none_one_and_many(verdict):
    for back in (0, 1, 2):
        told = fit_words(Fit(verdict, kept=1, too_small=back, too_large=0))
        assert told.title
        assert told.advice
        assert told.numbers[1] == "1 pair was kept."
        assert "%(" not in " ".join(told.numbers)
    with translation.override("de"):
        assert fit_words(Fit(verdict, kept=1, too_small=1, too_large=0)).title
