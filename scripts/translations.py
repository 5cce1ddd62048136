"""What is wrong with a translated sentence, as far as a machine can tell."""

import re

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")

GERMAN_QUOTES = re.compile(r"„[^„“]*“")
FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|euch|euer\w*)\b", re.IGNORECASE)


def faults(message, language):
    """Yield what is wrong with a message of a catalogue, in words."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    originals = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    if message.fuzzy:
        yield "is only guessed"
    if not all(forms):
        yield "is not translated"
        return
    for number, form in enumerate(forms):
        # A language may leave the number out where there is one thing only.
        may_lack = isinstance(message.id, (tuple, list)) and number == 0
        yield from _facts(originals[-1], form, may_lack=may_lack)
        yield from _edges(originals[min(number, len(originals) - 1)], form)
        yield from LANGUAGES.get(language, _nothing)(form)


def _facts(original, form, *, may_lack):
    wanted, given = sorted(set(PLACEHOLDER.findall(original))), sorted(set(PLACEHOLDER.findall(form)))
    if given != wanted and not (may_lack and set(given) < set(wanted)):
        yield "has the placeholders {} instead of {}".format(given, wanted)
    if sorted(TAG.findall(original)) != sorted(TAG.findall(form)):
        yield "has other HTML"
    if "%" in PLACEHOLDER.sub("", original).replace("%%", "") and "%" not in PLACEHOLDER.sub("", form):
        yield "lost a per cent sign"
    if "MOMENT" in original and "MOMENT" not in form:
        yield "lost the word that the page's script replaces"


def _edges(original, form):
    if original[:1].isspace() != form[:1].isspace() or original[-1:].isspace() != form[-1:].isspace():
        yield "begins or ends with space where the other does not"
    if original.endswith(":") != form.endswith(":") or original.endswith(".") > form.endswith((".", "?", "!")):
        yield "ends otherwise"
    if "  " in form:
        yield "has two spaces in a row"


def _german(form):
    text = TAG.sub("", form)
    if '"' in text or "”" in text or set("„“") & set(GERMAN_QUOTES.sub("", text)):
        yield "has quotation marks that are not „German“"
    if FAMILIAR.search(text):
        yield "does not say Sie"


def _nothing(_form):
    return ()


LANGUAGES = {"de": _german}
"""What only one language can get wrong."""
