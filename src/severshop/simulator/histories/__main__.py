"""`python -m severshop.simulator.histories`: prints a made-up order history as CSV, for the promises' backtest."""

import argparse
import csv
import sys
from datetime import date, datetime

from severshop.simulator.histories.model import DAY, World

COLUMNS = ("order_id", "lane", "placed_at", "handed_over_at", "delivered_at", "promised_on")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m severshop.simulator.histories", description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000, help="about how many orders (20000)")
    parser.add_argument("--days", type=int, default=540, help="over how many days (540)")
    parser.add_argument("--first", type=date.fromisoformat, default=date(2025, 1, 1), help="first day (2025-01-01)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same history (1)")
    asked = parser.parse_args()
    world = World(orders=asked.orders, days=asked.days, first=asked.first, seed=asked.seed)
    end = asked.first + asked.days * DAY
    write = csv.writer(sys.stdout, lineterminator="\n").writerow
    write(COLUMNS)
    for story in world.stories():
        write(
            (
                f"{asked.seed}-{story.number:07d}",
                story.lane,
                story.placed_at.isoformat(sep=" "),
                known(story.handed_over_at, end),
                known(story.delivered_at, end),
                story.promised_on,
            )
        )


def known(moment: datetime | None, end: date) -> str:
    """Return a moment as text, or nothing when it had not come by the history's last evening."""
    return moment.isoformat(sep=" ") if moment is not None and moment.date() < end else ""


if __name__ == "__main__":
    main()
