"""What Lighthouse says of the pages that shoppers see: on a phone, over a slow network, served as they are.

Lighthouse is a program for Node.js; `npm` installs it from the lock beside this file into `var/`.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.lighthouse.pages import Visit, visits
from tests.stack import Stack

pytestmark = [pytest.mark.long, pytest.mark.shop]

HERE = Path(__file__).parent
TOOL = HERE.parents[1] / "var" / "lighthouse"
LOCK = ("package.json", "package-lock.json", ".npmrc")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
BARS = {"performance": 95, "accessibility": 95, "best-practices": 95}
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CHROME_PATH": str(CHROMIUM)}
NOT_RECORDED = "NO_NAVSTART"
"""What Lighthouse says when it has recorded nothing at all: it begins on an empty page, and Chromium sometimes opens the next
one in another process than the one that is recorded (Lighthouse's issue 7118). It says nothing about the page."""
LOOKS = 4
FOUND_BY_SEARCH = {"home", "product"}
"""Pages that a search engine should find; the others ask it not to."""


@pytest.fixture(scope="module")
def lighthouse() -> Path:
    """The program, installed when it is not there yet or another version is asked for."""
    if not shutil.which("npm"):
        pytest.fail("Lighthouse needs Node.js 18 or newer with npm; Debian/Ubuntu: apt-get install nodejs npm")
    TOOL.mkdir(parents=True, exist_ok=True)
    installed = TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not installed.exists() or any(not _same(HERE / name, TOOL / name) for name in LOCK):
        for name in LOCK:
            shutil.copy(HERE / name, TOOL / name)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=TOOL, check=True)
    return installed


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def judged(lighthouse: Path, shop: Stack, visit: Visit, *, only: list[str], folder: Path) -> dict[str, object]:
    """Let Lighthouse look at a page; return its report."""
    report = folder / "report.json"
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": visit.cookies} if visit.cookies else {}))
    command = [
        *("node", str(lighthouse), shop.url + visit.path, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(only)}", f"--chrome-flags={FLAGS}", f"--extra-headers={headers}"),
    ]
    for _ in range(LOOKS):
        run = subprocess.run(command, check=False, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        if NOT_RECORDED not in run.stderr:
            break
    assert run.returncode == 0, run.stderr
    found: dict[str, object] = json.loads(report.read_text())
    return found


def shortfalls(report, bars: dict[str, int]) -> list[str]:
    """Return what falls short, each with the audits that cost points."""
    said = []
    for name, bar in bars.items():
        category = report["categories"][name]
        score = round((category["score"] or 0) * 100)
        if score < bar:
            weak = [
                report["audits"][part["id"]]["title"]
                for part in category["auditRefs"]
                if part["weight"] and (report["audits"][part["id"]]["score"] or 0) < 0.9
            ]
            said.append(f"{name}: {score} of {bar}: {'; '.join(weak)}")
    return said


def test_lighthouse_finds_the_shop_fast_accessible_and_sound(lighthouse, tmp_path):
    assert CHROMIUM, "Chromium is missing: run `make test`, which installs it or says how"
    said: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="severshop-lighthouse-") as folder, Stack(Path(folder)) as shop:
        for visit in visits(shop):
            bars = BARS | ({"seo": 95} if visit.name in FOUND_BY_SEARCH else {})
            report = judged(lighthouse, shop, visit, only=list(bars), folder=tmp_path)
            said[visit.name] = shortfalls(report, bars)
            scores = {name: round((report["categories"][name]["score"] or 0) * 100) for name in bars}
            print(visit.name, scores)  # with -s: the figures
    assert not {name: lines for name, lines in said.items() if lines}
