"""Collect every sentence that people read into the gettext catalogues, or check that they are complete.

python scripts/sentences.py            bring src/severshop/look/locale up to date
python scripts/sentences.py --check    fail, and say which, when a sentence is missing there, not translated or wrong
"""

import sys
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po
from translations import faults

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "src" / "severshop" / "look" / "locale"
ORIGINAL = "en"
"""The language of the code: its catalogue only lists the sentences."""
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "_lazy": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def main():
    template = collect()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue = read_po(path.open("rb"), locale=path.parent.parent.name)
        if "--check" in sys.argv:
            check(catalogue, template, path)
        else:
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            save(catalogue, path)


def collect():
    """Return a catalogue of the sentences in the code and the templates, sorted."""
    methods, options = parse_mapping_cfg((ROOT / "babel.cfg").open(encoding="utf-8"))
    catalogue = Catalog(project="severshop", charset="utf-8")
    found = extract_from_dir(str(ROOT), methods, options, KEYWORDS, ("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        # Without line numbers: they would change the catalogue with every line of code.
        catalogue.add(message, None, [(name, None)], auto_comments=comments, context=context)
    return catalogue


def check(catalogue, template, path):
    known = {(message.id, message.context): message for message in catalogue if message.id}
    missing = [message.id for message in template if message.id and (message.id, message.context) not in known]
    if missing:
        print("{} lacks {} sentences, the first of them: {!r}".format(path.relative_to(ROOT), len(missing), missing[0]))
        sys.exit("Run: .venv/bin/python scripts/sentences.py")
    language = path.parent.parent.name
    if language != ORIGINAL and (wrong := check_translations(known.values(), language)):
        for said in wrong[:20]:
            print(said)
        sys.exit("{}: {} faults. See docs/howto/add-a-language.md".format(path.relative_to(ROOT), len(wrong)))


def check_translations(messages, language):
    """Return what is wrong with the sentences of a language, one line each."""
    return ["{!r} {}".format(message.id, fault) for message in messages for fault in faults(message, language)]


def save(catalogue, path):
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "severshop", "0"
    catalogue.copyright_holder = catalogue.last_translator = catalogue.language_team = "the BestShoeSeverShop authors"
    catalogue.msgid_bugs_address = ""
    catalogue.header_comment = "# {} sentences of the shop.".format(catalogue.locale.english_name)
    # A date would change the file without a sentence having changed.
    catalogue.revision_date = catalogue.creation_date = datetime(2026, 1, 1, tzinfo=timezone.utc)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)


main()
