"""Break the rules of money and status, one small change at a time, and see that a test notices each.

`python scripts/mutants.py [MUTANT ...]` runs mutmut as `[tool.mutmut]` in pyproject.toml says, in a folder of its own.
Whatever survives must stand in tests/mutants.toml with a reason, and what stands there must still survive.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LISTED = ROOT / "tests" / "mutants.toml"
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
NOTICED = {"killed", "timeout"}
"""What never comes to an end is noticed as well."""


class Survivor(NamedTuple):
    """A change that no test noticed: of which function, and which lines went and came."""

    function: str
    was: str
    became: str


def main(names):
    with tempfile.TemporaryDirectory(prefix="severshop-mutants-") as folder:
        here = Path(folder)
        for name in ("src", "tests", "pyproject.toml"):
            (here / name).symlink_to(ROOT / name)
        run(here, names)
        found = outcomes(here)
        survivors = {survivor_of(here, name): outcome for name, outcome in found.items() if outcome not in NOTICED}
    print(
        "{} changes: {}".format(len(found), ", ".join("{} {}".format(n, o) for o, n in Counter(found.values()).items()))
    )
    if not found:
        sys.exit("Nothing was changed: does [tool.mutmut] in pyproject.toml still name files that exist?")
    excused = listed()
    unexpected = [(one, outcome) for one, outcome in survivors.items() if one not in excused]
    gone = [] if names else [one for one in excused if one not in survivors]
    for one, outcome in unexpected:
        print("\n{}: {}\n{}".format(one.function, outcome, written(one)))
    for one in gone:
        print("\n{}: listed in {}, but noticed or gone\n{}".format(one.function, LISTED.name, written(one)))
    if unexpected or gone:
        sys.exit("\n{} survived without a reason, {} listed for nothing.".format(len(unexpected), len(gone)))


def run(here, names):
    """Run mutmut; its own words are shown where it cannot work at all. It ends well even if changes survive."""
    log = here / "mutmut.log"
    command = [MUTMUT, "run", "--max-children", str(os.cpu_count() or 2), *names]
    with log.open("w") as out:
        ended = subprocess.run(command, cwd=here, stdout=out, stderr=subprocess.STDOUT).returncode
    if ended:
        sys.exit(log.read_text().replace("\r", "\n")[-5000:])


def outcomes(here):
    """Return what became of each change, by mutmut's name of it. Those it was not asked about are left out."""
    told = ask(here, "results", "--all", "true")
    pairs = (line.strip().rpartition(": ") for line in told.splitlines() if ": " in line)
    return {name: outcome for name, _, outcome in pairs if outcome != "not checked"}


def survivor_of(here, name):
    lines = [line for line in ask(here, "show", name).splitlines() if not line.startswith(("---", "+++", "# "))]
    return Survivor(
        function=plain(name),
        was="\n".join(line[1:].strip() for line in lines if line.startswith("-")),
        became="\n".join(line[1:].strip() for line in lines if line.startswith("+")),
    )


def plain(name):
    """Return the function that is meant: `a.b.xǁBalanceǁleft__mutmut_1` is `a.b.Balance.left`."""
    module, _, mangled = name.rpartition("__mutmut_")[0].rpartition(".")
    return module + "." + re.sub(r"^x_", "", re.sub(r"^xǁ(\w+)ǁ", r"\1.", mangled))


def ask(here, *words):
    return subprocess.run([MUTMUT, *words], cwd=here, check=True, capture_output=True, text=True).stdout


def listed():
    entries = tomllib.loads(LISTED.read_text()).get("survivor", [])
    return {Survivor(one["function"], one["was"].strip(), one["became"].strip()) for one in entries}


def written(one):
    """Return it as tests/mutants.toml would have it, but for the reason."""
    return (
        "\n".join("- " + line for line in one.was.splitlines())
        + "\n"
        + "\n".join("+ " + line for line in one.became.splitlines())
    )


if __name__ == "__main__":
    main(sys.argv[1:])
