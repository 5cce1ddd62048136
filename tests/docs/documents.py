"""The documents, cut into what can be checked."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "severshop"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Example:
    """A fenced block."""

    path: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{self.line}"


def examples(language: str) -> list[Example]:
    """Every fenced block of a language, in all documents."""
    return [
        Example(path, text.count("\n", 0, match.start()) + 1, match[1], match[2])
        for path in DOCUMENTS
        for text in [path.read_text("utf-8")]
        for match in FENCE.finditer(text)
        if match[1] == language
    ]


def prose(path: Path) -> str:
    """A document without its fenced blocks."""
    return FENCE.sub("", path.read_text("utf-8"))


def rows(path: Path, *, under: str = "") -> list[list[str]]:
    """The cells of a document's table rows, without headings; `under` a heading, or all."""
    text = prose(path)
    if under:
        level = under.split(" ", 1)[0]
        assert f"\n{under}\n" in f"\n{text}", f"{path.name} has no heading {under!r}"
        text = text.split(f"{under}\n", 1)[1]
        text = re.split(rf"^#{{1,{len(level)}}} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    found: list[list[str]] = []
    lines = text.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_heading = re.fullmatch(r"\|[-| :]+\|", following)
        is_rule = re.fullmatch(r"\|[-| :]+\|", line)
        if line.startswith("|") and not is_heading and not is_rule:
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def code_in(cell: str) -> list[str]:
    """What stands between backticks."""
    return CODE.findall(cell)
