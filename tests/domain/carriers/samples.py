"""Every sample of every carrier: a message as it comes, and beside it what `severshop parse` says of it."""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EXPECTED = ".expected.json"


@dataclass(frozen=True)
class Sample:
    """A message and its expected reading. Its name is `carrier/stem`."""

    carrier: str
    path: Path

    @property
    def name(self) -> str:
        return f"{self.carrier}/{self.path.stem}"

    @property
    def expected_path(self) -> Path:
        return self.path.with_name(self.path.stem + EXPECTED)

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    @property
    def expected(self) -> dict:
        return json.loads(self.expected_path.read_bytes())


def samples() -> list[Sample]:
    return [
        Sample(folder.name, path)
        for folder in sorted(HERE.iterdir())
        for path in sorted((folder / "samples").glob("*"))
        if path.suffix in {".json", ".xml"} and not path.name.endswith(EXPECTED)
    ]
