"""Vietnamese names: the order they stand in, and finding them without accents."""

import re
import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
ORDER = {letter: f"{place:02d}" for place, letter in enumerate(LETTERS, start=1)}
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def folded(text: str) -> str:
    """The text without case, accents and đ, single-spaced: what a search compares. NFC and NFD alike."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())


def _letter_keys(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for sign in unicodedata.normalize("NFC", word.casefold()):
        parts = unicodedata.normalize("NFD", sign)
        tone = next((mark for mark in parts if mark in TONES), "")
        letter = unicodedata.normalize("NFC", parts.replace(tone, "")) if tone else sign
        letters.append(ORDER.get(letter, f"00{letter}" if not letter.isalpha() else f"99{letter}"))
        tones.append(TONES.get(tone, "0"))
    return "".join(letters), "".join(tones)


def _number_key(digits: str) -> tuple[str, str]:
    """Numbers stand before letters and by their size: thôn 2, then thôn 10."""
    size = digits.lstrip("0") or "0"
    return f"000{len(size):02d}{size}", "0"


def word_key(word: str) -> tuple[str, str]:
    """Letters in the order of the Vietnamese alphabet, then tones: ngang, huyền, hỏi, ngã, sắc, nặng."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", word)
    keys = [_number_key(piece) if piece.isdigit() else _letter_keys(piece) for piece in pieces]
    return "".join(letters for letters, _ in keys), "".join(tones for _, tones in keys)


def text_key(text: str) -> str:
    """A key that sorts any text in Vietnamese order, tones deciding only between equal letters.

    Compared sign by sign: a blank ends the letters, a dash parts the words; both stand before every letter.
    """
    keys = [word_key(word) for word in text.split()]
    return "-".join(letters for letters, _ in keys) + " " + "-".join(tones for _, tones in keys)


def sort_key(full_name: str) -> str:
    """The key by which people are listed: given name, then family name, then middle names.

    Each is compared whole, tones included, before the next: every Hoa stands before the first Hòa.
    """
    words = full_name.split()
    if not words:
        return ""
    given, family, middle = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    return " ".join(text_key(part) for part in (given, family, middle))
