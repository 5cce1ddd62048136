"""Which parcels get a map, and where their ways end."""

import re

import pytest

from severshop.look.status.facts import read_facts
from severshop.look.status.maps import way_maps
from tests.look.status.states import STATES, at, order, parcel, public_json, scan

SEEN = scan(at(24, "06:12"), "in_transit", "departed")


def maps(name):
    return way_maps(read_facts(public_json(name)))


def maps_of(*parcels, **changes):
    document = order("shipped", *parcels, **changes)
    return way_maps(read_facts(public_json("in_transit", **document)))


@pytest.mark.parametrize("name", ["received", "in_process", "packed", "label_no_scan"])
def test_before_the_first_scan_there_is_no_map(name):
    assert maps(name) == ()


@pytest.mark.parametrize("name", sorted(STATES))
def test_every_state_can_be_drawn(name):
    for one in maps(name):
        assert one.drawing.startswith('<figure class="map">')


def test_on_the_road_the_way_ends_at_the_destination():
    (one,) = maps("in_transit")
    assert one.heading == ""
    assert "The way of your parcel" in one.drawing
    assert "From there it goes to Copenhagen" in one.drawing


@pytest.mark.parametrize("milestone", ["lost", "returning", "refused"])
def test_what_goes_there_no_more_has_nothing_left_to_go(milestone):
    (one,) = maps_of(parcel(scan(at(25, "09:00"), milestone), SEEN, milestone=milestone))
    assert "Copenhagen" not in one.drawing
    assert 'class="left"' not in one.drawing


def test_a_delivery_without_a_place_was_at_the_destination():
    done = scan(at(26, "11:00"), "delivered") | {"place": {"city": "", "region": "", "country": ""}}
    (one,) = maps_of(parcel(done, SEEN, milestone="delivered", delivered_at=at(26, "11:00")))
    assert "Last seen in Copenhagen, the city that it goes to." in one.drawing


def test_paper_is_nowhere():
    assert maps_of(parcel(scan(at(24, "06:12"), "label_created"), milestone="label_created")) == ()


def test_several_parcels_have_a_map_each_under_their_numbers():
    two = maps_of(parcel(SEEN), parcel(SEEN, position=2), parcels_total=2)
    assert [one.heading for one in two] == ["Parcel 1", "Parcel 2"]
    ids = re.findall(r' id="([^"]+)"', "".join(one.drawing for one in two))
    assert len(ids) == len(set(ids)) == 4
