import pytest

from severshop.domain.catalogue.rules import GROUPS, Size, UnknownSizeError, group_of, shoe_size, sizes

pytestmark = pytest.mark.shop


@pytest.mark.parametrize(
    ("eu", "audience", "uk", "us"),
    [(42, "everyone", "8", "9"), (42, "men", "8", "9"), (38, "women", "5", "7"), (40, "women", "6.5", "8.5"),
     (28, "children", "10", "10.5"), (33, "children", "1", "1.5")],
)  # fmt: skip
def test_a_european_size_in_british_and_american(eu, audience, uk, us):
    assert shoe_size(eu, audience=audience) == Size(eu=str(eu), uk=uk, us=us)


def test_bigger_feet_have_bigger_numbers_everywhere():
    for audience in ("men", "women", "everyone"):
        made = sizes("36-42", audience=audience)
        assert [float(size.uk) for size in made] == sorted(float(size.uk) for size in made)
        assert len({size.us for size in made}) == len(made)


@pytest.mark.parametrize(("eu", "audience"), [(60, "everyone"), (12, "children"), (42, "children")])
def test_a_size_that_is_in_no_table_is_refused(eu, audience):
    with pytest.raises(UnknownSizeError):
        shoe_size(eu, audience=audience)


def test_labels_and_one_size():
    assert [size.label for size in sizes("90 cm, 120 cm", audience="everyone")] == ["90 cm", "120 cm"]
    assert [size.label for size in sizes("36-38, 39-41", audience="everyone")] == ["36-38", "39-41"]
    assert sizes("", audience="everyone") == (Size(),)


def test_every_kind_is_browsed_under_one_group():
    for kind in GROUPS["shoes"]:
        assert group_of(kind) not in {"shoes", "accessories"}
    assert group_of("balm") == "accessories"
    assert group_of("hovercraft") == "shoes"
