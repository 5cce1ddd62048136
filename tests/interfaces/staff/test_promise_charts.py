"""The carriers' scorecard and the quality of promises, as pages and as a file."""

import csv
import io
from datetime import UTC, datetime, time, timedelta

import pytest

from severshop.domain.promises.models import DeliveryRecord
from severshop.interfaces.staff.page import today

pytestmark = pytest.mark.django_db

SCORECARD, FILE, QUALITY = "/staff/carriers/scorecard/", "/staff/carriers/scorecard.csv", "/staff/promises/quality/"


@pytest.fixture
def delivered(db):
    """Write so many parcels that were ordered some days ago; `late` of them came after the promised day."""

    def write(count, *, ago=20, late=0, carrier="dhl", lane="DE/dhl/standard/in_stock|DK", asked=0.93):
        placed = datetime.combine(today() - timedelta(days=ago), time(9), UTC)
        start = DeliveryRecord.objects.count()
        DeliveryRecord.objects.bulk_create(
            DeliveryRecord(
                key=f"import:{start + place}",
                carrier=carrier,
                lane=lane,
                placed_at=placed,
                handed_over_at=placed + timedelta(hours=6),
                first_scan_at=placed + timedelta(hours=12),
                delivered_at=placed + timedelta(days=8 if place < late else 3),
                promised_earliest=placed.date(),
                promised_latest=placed.date() + timedelta(days=5),
                asked=asked,
            )
            for place in range(count)
        )

    return write


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_nothing_counted_says_so(support):
    assert "Nothing to count yet" in page(support, SCORECARD)
    assert "No promise to judge yet" in page(support, QUALITY)
    assert page(support, FILE).count("\n") == 1


def test_the_scorecard_shows_carriers_and_leads_to_one(support, delivered):
    delivered(10, late=3)
    delivered(4, carrier="ups", lane="DE/ups/express/in_stock|CH")
    text = page(support, SCORECARD)
    for said in ("70.0%", "of 10", "UPS", "On time, by carrier", 'role="img"', "carrier=dhl", "2.0 days", "6.0 h"):
        assert said in text
    one = page(support, f"{SCORECARD}?months=6&carrier=dhl")
    assert "To Denmark, Standard" in one
    assert "Switzerland" not in one


def test_periods_and_carriers_that_cannot_be_are_not_there(support, delivered):
    month = f"{today() - timedelta(days=20):%Y-%m}"
    delivered(2)
    assert "By month of ordering" in page(support, f"{SCORECARD}?month={month}")
    for wrong in ("months=2", "months=x", "month=2026-13", "month=1999-01", "carrier=%22%3E"):
        page(support, f"{SCORECARD}?{wrong}", status=404)
        page(support, f"{FILE}?{wrong}", status=404)
    for wrong in ("weeks=1", "weeks=x", "carrier=%22%3E"):
        page(support, f"{QUALITY}?{wrong}", status=404)


def test_the_file_reads_like_a_table_and_holds_no_formula(support, delivered):
    delivered(10, late=3)
    delivered(1, lane="=1+1")
    response = support.get(f"{FILE}?months=3")
    assert response["Content-Type"].startswith("text/csv")
    assert "attachment" in response["Content-Disposition"]
    rows = {row["lane"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
    assert set(rows) == {"DE/dhl/standard/in_stock|DK", "'=1+1"}
    row = rows["DE/dhl/standard/in_stock|DK"]
    assert (row["parcels"], row["on_time"], row["share_on_time"], row["transit_days_median"]) == (
        "10",
        "7",
        "0.7",
        "2.75",
    )


def test_a_week_out_of_the_band_is_told_in_one_sentence(support, delivered):
    delivered(100, late=29)
    delivered(100, late=7, carrier="ups")
    text = page(support, QUALITY)
    week = (today() - timedelta(days=20)).isocalendar().week
    assert f"In week {week} DHL kept 71% where 93% were asked: 8.6 sigma." in text
    assert "dot alarm" in text
    of_ups = page(support, f"{QUALITY}?carrier=ups&weeks=13")
    assert "were asked" not in of_ups
    assert "93% of 100 promises were kept" in of_ups


def test_the_table_stands_behind_the_charts(support, delivered):
    delivered(50, late=2)
    delivered(5, ago=1)
    text = page(support, QUALITY)
    assert "The table behind the charts" in text
    assert "5 still to come" in text
    assert "96.0%" in text


def test_charts_bring_no_style_and_no_script_of_their_own(support, delivered):
    delivered(5)
    for path in (SCORECARD, QUALITY):
        main = page(support, path).split("<main")[1]
        assert "style=" not in main
        assert "<script" not in main
