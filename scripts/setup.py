#!/usr/bin/env python3
"""Make `.venv` ready: `python3 scripts/setup.py [runtime|dev]`.

Needs nothing but the standard library and runs on any Python 3.8 or newer; it looks for a
Python 3.12 or newer itself. A stamp in `.venv` makes a second run instant.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
OLDEST = (3, 12)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def main(kind):
    if not is_ready(kind):
        make_venv(find_python())
        install(lock_path(kind))
        stamp_path(kind).write_text(fingerprint(lock_path(kind)))
    compile_sentences()
    if kind == "dev":
        install_chromium()


def find_python():
    """Return a Python that is new enough, or stop and say how to get one."""
    names = ["python3.13", "python3.14", "python3.12", "python3", "python"]
    candidates = [sys.executable, *filter(None, map(shutil.which, names))]
    for candidate in candidates:
        if version_of(candidate) >= OLDEST:
            return candidate
    sys.exit(
        "severshop needs Python 3.12 or newer and found none.\n"
        "  Debian/Ubuntu: apt-get install python3 python3-venv\n"
        "  macOS:         brew install python@3.13\n"
        "Then run the same command again."
    )


def version_of(python):
    asked = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.run([python, "-c", asked], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return tuple(int(part) for part in answer.stdout.split()) if answer.returncode == 0 else (0, 0)


def make_venv(python):
    if VENV_PYTHON.exists() and version_of(str(VENV_PYTHON)) >= OLDEST:
        return
    say("Making .venv with Python {}.{}".format(*version_of(python)))
    if subprocess.run([python, "-m", "venv", "--clear", str(VENV)]).returncode:
        sys.exit("This Python cannot make a virtual environment. Debian/Ubuntu: apt-get install python3-venv")


def install(lock):
    say("Installing {} (about 20 seconds the first time)".format(lock.relative_to(ROOT)))
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    pip += ["--progress-bar", "on"] if sys.stdout.isatty() else ["--quiet"]
    run([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)])
    run([*pip, "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def compile_sentences():
    """Compile the gettext catalogues that changed since they were last compiled."""
    for source in (ROOT / "src" / "severshop" / "look" / "locale").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run(
                [
                    str(VENV_PYTHON),
                    "-m",
                    "babel.messages.frontend",
                    "--quiet",
                    "compile",
                    "-i",
                    str(source),
                    "-o",
                    str(compiled),
                ]
            )


def install_chromium():
    """Browser journeys need Chromium: install Debian's when we may, else name the command."""
    if any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Chromium for the browser journeys")
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        run(["apt-get", "-qq", "update"], env=environment)
        run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", "chromium"], env=environment)
    else:
        sys.exit("The browser journeys need Chromium. Run: sudo apt-get install chromium")


def is_ready(kind):
    """Tell whether the set, or the dev set that contains it, stands as its lock says."""
    return VENV_PYTHON.exists() and any(
        stamp_path(each).exists() and stamp_path(each).read_text() == fingerprint(lock_path(each))
        for each in {kind, "dev"}
    )


def lock_path(kind):
    return ROOT / "requirements" / (kind + ".txt")


def stamp_path(kind):
    return VENV / (".severshop-" + kind)


def fingerprint(lock):
    ingredients = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join(ingredients)).hexdigest()


def run(command, **options):
    if subprocess.run(command, **options).returncode:
        sys.exit("Set-up stopped: `{}` failed; its own words are above.".format(" ".join(command)))


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
