"""Child processes of the demo: started in groups of their own, looked after, and surely ended."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 4.0
DIE_WITH_PARENT = 1
"""Linux's PR_SET_PDEATHSIG."""


@dataclass
class Child:
    """A Python module that runs beside the others; what it says goes to a log file."""

    name: str
    arguments: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.arguments],
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - we have no threads
            )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def send(self, sign: signal.Signals) -> None:
        """Signal it and its own children."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, sign)


def end_all(children: Sequence[Child]) -> None:
    """End them together: politely first, by force after a few seconds."""
    for child in children:
        child.send(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < deadline and not all(child.has_ended() for child in children):
        time.sleep(0.03)
    for child in children:
        child.send(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()


def _die_with_parent() -> None:
    # Without it, a supervisor that is killed leaves processes behind that hold the ports.
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
