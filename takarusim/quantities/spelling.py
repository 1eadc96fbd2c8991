"""Words for units in Indonesian, read as the English ones."""

from takarusim.language.numerals import Language

__all__ = ["english", "spelled"]

INDONESIAN = {
    **{"detik": "s", "menit": "min", "jam": "h", "hari": "days", "minggu": "weeks", "bulan": "months"},
    **{"tahun": "years", "ribu": "thousand", "juta": "million", "miliar": "billion", "milyar": "billion"},
    "persen": "%",
}


def english(words: str) -> str:
    """Returns the words for a unit, those in Indonesian in English."""
    return " ".join(INDONESIAN.get(word.lower(), word) for word in words.split())


def spelled(unit: str, language: Language) -> str:
    """Returns a unit in the words of a language that are read as that very unit; others stay as they are.

    Examples
    --------
    >>> spelled("Rp million", "id"), spelled("min", "en")
    ('Rp juta', 'min')
    """
    words = {english: word for word, english in reversed(INDONESIAN.items()) if english != "%"}
    return " ".join(words.get(word, word) for word in unit.split()) if language == "id" else unit
