"""What a file really is, by its content; never by its name alone, and never by opening what is packed inside it."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

import filetype

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
LONGEST_NAME = 160
NAMELESS = "tai-lieu"

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
SAME = {"jpeg": "jpg", "jpe": "jpg"}


@dataclass(frozen=True)
class Recognised:
    extension: str
    media_type: str


def recognise(content: bytes) -> Recognised | None:
    """One of the five kinds we take, or ``None``."""
    if content.startswith(b"PK\x03\x04"):
        extension = _office(content)
    else:
        guessed = filetype.guess(content)
        extension = guessed.extension if guessed and guessed.extension in ("pdf", "jpg", "png") else None
    return Recognised(extension, MEDIA[extension]) if extension else None


def _office(content: bytes) -> str | None:
    """docx or xlsx by the packed file's own table of contents; a trap, a macro or a foreign path is neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return None
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        return None
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names) or "[Content_Types].xml" not in names:
        return None
    return next((extension for extension, part in MAIN_PART.items() if part in names), None)


def extension_of(file_name: str) -> str:
    """What the name claims, as one of our five words where it is another spelling of one."""
    claimed = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    return SAME.get(claimed, claimed)


def safe_name(file_name: str) -> str:
    """The last part of a name, without control signs or what systems forbid in names; never empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", file_name))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, dot, extension = shown.strip().rpartition(".")
    if not dot:
        stem, extension = extension, ""
    return (stem.strip(" .")[:LONGEST_NAME] or NAMELESS) + dot + extension.strip()[:10]
