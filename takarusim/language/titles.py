"""What ids are called: titles go with the language in which something is told, wherever that goes.

Reading order: Naming, called, of.
"""

from collections.abc import Mapping
from typing import Any, Self, cast

from takarusim.language.numerals import Language

__all__ = ["Naming", "called", "named", "of"]

Title = Mapping[Any, str] | str  # a line for people, by language or in the one that there is; "": none
Titles = Mapping[str, Mapping[str, Title]]  # by what has ids (partner, sme, workshop ...): of each id


class Naming(str):
    """A language in which ids have titles; it is passed on, compared and written as the language itself is."""

    __slots__ = ("titles",)
    titles: Titles

    def __new__(cls, language: Language, titles: Titles) -> Self:
        """Returns a language with what ids are called, by what they are ids of."""
        found = super().__new__(cls, language)
        found.titles = titles
        return found

    def __getnewargs__(self) -> tuple[str, Titles]:  # type: ignore[override]  # str has none of ours
        """Returns what it is made of, for other processes."""
        return str(self), self.titles


def named(language: Language, titles: Titles) -> Language:
    """Returns a language in which ids have titles."""
    return cast("Language", Naming(language, titles))


def called(what: str, name: str, language: Language) -> str:
    """Returns what an id is called in a language: its title, or the id where none is known.

    Firms of an SME and buildings of a type are called by its title and their number; an operation that is told with its
    component, `bracket/cut`, by its own.

    Parameters
    ----------
    what : str
        Of what it is the id: partner, kind, sme, workshop, unit, component, operation, material, lane ...
    name : str
    language : {"id", "en"}

    Examples
    --------
    >>> language = named("id", {"sme": {"press": {"en": "press shop", "id": "bengkel pres"}}})
    >>> called("sme", "press", language), called("sme", "press-03", language), called("sme", "foundry", language)
    ('bengkel pres', 'bengkel pres 3', 'foundry')
    """
    titles = language.titles if isinstance(language, Naming) else {}
    known = titles.get({"unit": "workshop"}.get(what, what), {})
    alone = name.rpartition("/")[2] if what == "operation" else name
    if what != "unit" and alone in known:
        return of(known[alone], language) or name
    owner = max((each for each in known if name.startswith(f"{each}-")), key=len, default="")
    if what not in ("sme", "unit") or not owner or not known[owner]:
        return name
    change, _, number = name.removeprefix(f"{owner}-").rpartition("-")
    by = [called("change", change, language)] if change else []
    return " ".join((of(known[owner], language), *by, number.lstrip("0")))


def of(texts: Title, language: Language) -> str:
    """Returns a scenario's line for people in a language, or in the one that there is."""
    return texts if isinstance(texts, str) else texts.get(language) or next(iter(texts.values()), "")
