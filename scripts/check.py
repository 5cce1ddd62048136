"""`make check`: every rule that a machine can see to. Runs all of them and names the ones that failed."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent

CHECKS = {
    "style": [BIN / "ruff", "check", "--quiet", "."],
    "format": [BIN / "ruff", "format", "--quiet", "--check", "."],
    "layers": [BIN / "lint-imports", "--no-logo"],
    "types": [BIN / "mypy"],
    "migrations": [BIN / "severshop", "manage", "makemigrations", "--check", "--dry-run"],
    "sentences": [BIN / "python", "scripts/sentences.py", "--check"],
    "documentation": [BIN / "python", "-m", "pytest", "-q", "tests/docs", "tests/architecture"],
}


def main():
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        sys.exit("Not in order: {}. Each says above what to mend.".format(", ".join(failed)))


def passes(name, command):
    started = time.monotonic()
    result = subprocess.run(command, capture_output=True, text=True)
    print(
        "{:14} {} ({:.1f} s)".format(name, "ok" if result.returncode == 0 else "FAILED", time.monotonic() - started),
        flush=True,
    )
    if result.returncode:
        print(result.stdout + result.stderr)
    return result.returncode == 0


main()
