"""One spelling for a city's many: how names are folded before they are compared."""

import re
import unicodedata

_SAINTS = {"st": "saint", "ste": "saint", "sainte": "saint", "sankt": "saint", "sint": "saint"}
_SHORT = {"mt": "mount", "ft": "fort"} | _SAINTS
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_MARKS = dict.fromkeys((place for place in range(0x300, 0x370)), None)
_WORD = re.compile(r"[a-z0-9]+")


def words(name: str) -> list[str]:
    """Return a name's words in plain small letters, "St." and its like written out."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN)).translate(_MARKS)
    return [_SHORT.get(word, word) for word in _WORD.findall(plain.replace("'", "").replace("’", ""))]


def key(name: str) -> str:
    """Return what two spellings of one name share: "KÖLN" and "köln" are `koln`."""
    return "".join(words(name))


def keys(name: str) -> tuple[str, ...]:
    """Return the name's key, and that with its umlauts written out: `koln` and `koeln`."""
    composed = unicodedata.normalize("NFC", name.casefold())
    return tuple(dict.fromkeys((key(composed), key(composed.translate(_WRITTEN_OUT)))))
