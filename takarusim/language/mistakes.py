"""Mistakes as they are told: the words of `catalogue`, with values that each type writes in its own way.

A text of the user's stands in quotes, and long ones are cut; numbers, dates and quantities stand as a file writes them;
Text is told as it is; a Phrase in the words of the catalogue; Nearest and Listed by what they hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NamedTuple

from takarusim.language.catalogue import CATALOGUE
from takarusim.language.numerals import Language
from takarusim.language.words import WORDS

__all__ = ["Listed", "Nearest", "Phrase", "Text", "cut", "near", "printable", "told"]

LONGEST = 60  # characters of a value that are shown
MOST = 12  # known words that are listed where none is near


class Text(str):
    """Text that is told as it stands: a key of a file, a command, what another library says."""

    __slots__ = ()


@dataclass(frozen=True)
class Phrase:
    """Words of the catalogue within those of a mistake."""

    key: str
    values: Mapping[str, Any]

    def __init__(self, key: str, /, **values: Any) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)


class Nearest(NamedTuple):
    """The known word nearest to a wrong one, or all of them where none is near."""

    word: object
    known: tuple[str, ...]


class Listed(NamedTuple):
    """Some words behind each other, the last one maybe behind `and` or `or`."""

    words: tuple[str, ...]
    last: str = ""  # "and", "or", ""


def near(word: object, known: Iterable[str]) -> str:
    """Returns the known word nearest to a wrong one, whatever its capitals; "" where none is near.

    A choice is known by its words in both languages too: `selasa` is near `tuesday`.
    """
    known = list(known)
    said = {words.lower(): each for each in known for words in WORDS.get(f"choice.{each}", ())}
    lower = said | {each.lower(): each for each in reversed(known)}
    match = get_close_matches(str(word)[:LONGEST].lower(), lower, n=1, cutoff=0.55)
    return lower[match[0]] if match else ""


def told(key: str, values: Mapping[str, Any], language: Language) -> str:
    """Returns a mistake in a language; what is no key of the catalogue is told as it is."""
    if key not in CATALOGUE:
        return key
    template = CATALOGUE[key][0 if language == "id" else 1]
    return template.format(**{name: _shown(value, language) for name, value in values.items()})


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, Phrase):
        return told(value.key, value.values, language)
    if isinstance(value, Nearest):
        return _nearest(value, language)
    if isinstance(value, Listed):
        *others, last = value.words or ("",)
        joint = f" {told(f'phrase.{value.last}', {}, language)} " if value.last else ", "
        return joint.join(filter(None, (", ".join(others), last)))
    return cut(_flow(value) if isinstance(value, Mapping | list | tuple) else _plain(value))


def _nearest(of: Nearest, language: Language) -> str:
    if match := near(of.word, of.known):
        return told("phrase.did_you_mean", {"right": match}, language)
    if len(of.known) > MOST:
        return told("phrase.none_like_it", {}, language)
    return (
        told("phrase.one_of", {"right": Listed(of.known)}, language) if of.known else told("phrase.none", {}, language)
    )


def cut(text: str, most: int = LONGEST) -> str:
    """Returns a text, or its beginning where it is longer than so many characters."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def printable(text: str) -> str:
    """Returns a text as it can be shown: what would steer a terminal, such as a tab or a colour, as an escape."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def _plain(value: object) -> str:
    """Returns a value as a file writes it, a text in quotes."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and value.bit_length() > 4 * LONGEST:
        return f"{hex(value)[:LONGEST]}..."  # Python writes no longer ones in decimals
    return repr(value) if isinstance(value, str | bytes) else str(value)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in list(value.items())[:LONGEST]) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value[:LONGEST]))}]"
    return value if isinstance(value, str) and value.isprintable() else _plain(value)
