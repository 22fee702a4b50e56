"""Gather the texts of the code and the pages into both catalogues, and compile them (``make translations``).

A catalogue is written anew from what stands in the code now: sorted, without dates and line numbers, without fuzzy or
obsolete entries. The Vietnamese one says each text as it is; an English text not there yet stays empty, and is told.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "tracker" / "translations"
SOURCES = {
    "tracker": [("**.py", "python")],
    "templates": [("**.html", "jinja2")],
}
OPTIONS = {"jinja2": {"trimmed": "false", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {
    "_": None, "_l": None, "gettext": None, "lazy_gettext": None,
    "ngettext": (1, 2), "lazy_ngettext": (1, 2), "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
LANGUAGES = ("vi", "en")


class Plain(Catalog):
    """A catalogue whose head says only what readers of it need, so that making it again changes nothing."""

    @property
    def mime_headers(self):
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self.plural_forms),
        ]


def extracted():
    """Every text of the code and the pages: a catalogue without translations, each text with the files it is in."""
    found = Catalog()
    for folder, ways in SOURCES.items():
        options = {pattern: OPTIONS.get(method, {}) for pattern, method in ways}
        for file, _line, message, _comments, context in extract_from_dir(
            ROOT / folder, method_map=ways, options_map=options, keywords=KEYWORDS
        ):
            found.add(message, locations=[(f"{folder}/{file}", 1)], context=context)
    return found


def kept(language):
    """The catalogue as it stands in the checkout; an empty one at first."""
    file = place(language).with_suffix(".po")
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def place(language):
    return CATALOGUES / language / "LC_MESSAGES" / "messages"


def made(language, texts):
    """The catalogue of a language for these texts, with what was translated before."""
    catalogue = Plain(locale=language, header_comment="", fuzzy=False)
    before = kept(language)
    for text in texts:
        if text.id:
            old = before.get(text.id, text.context)
            string = itself(text) if language == "vi" else old.string if old and old.id == text.id else None
            files = sorted({(file, 1) for file, _line in text.locations})
            catalogue.add(text.id, string, locations=files, flags=text.flags, context=text.context)
    return catalogue


def itself(text):
    """A Vietnamese text said as it stands; of two numbers the one form Vietnamese has."""
    return (text.id[1],) if text.pluralizable else text.id


def untranslated(catalogue):
    return [message.id for message in catalogue if message.id and not said(message.string)]


def said(string):
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def written(catalogue):
    """The catalogue as the bytes of its .po file."""
    file = BytesIO()
    write_po(file, catalogue, width=0, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue().lstrip(b"#\n")


def compiled(catalogue):
    """The catalogue as the bytes of its .mo file."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main():
    texts = extracted()
    for language in LANGUAGES:
        catalogue = made(language, texts)
        file = place(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".po").write_bytes(written(catalogue))
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = untranslated(catalogue)
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {len(missing)} untranslated\n")
        for text in missing:
            sys.stdout.write(f"  {text!r}\n")


if __name__ == "__main__":
    main()
