"""How what is measured is told in documents: differences and shares with their intervals, sentences, tables."""

import textwrap

from reference import table

from takarusim.language import words
from takarusim.language.numerals import number, percent


def each_of(names, path, value):
    return {path.format(name): value for name in names}


def middle(ends, unit):
    return ", ".join(words.measure(end, unit, "en", ends[1]) for end in ends)


def told(sentence):
    """Returns a sentence in lines as long as the document's."""
    return textwrap.fill(sentence, 120, break_long_words=False, break_on_hyphens=False)


def points(one, digits=1):
    """Returns a difference of shares in percentage points, with its interval."""
    mean, low, high = (number(100 * end, "en", digits) for end in (one.mean, one.low, one.high))
    return f"{mean} ({low} to {high})"


def by_kind(what, found):
    """Shows what is served more or less in other scenarios, in percentage points."""
    kinds = [f"served[kind={kind}]" for kind in ("automotive", "heavy-equipment", "market")]
    rows = [
        (label, *(points(differences[kpi].difference) for kpi in ("served", *kinds)))
        for label, differences in found.items()
    ]
    return table((what, "all orders", "automotive", "heavy equipment", "market"), rows, right=(1, 2, 3, 4))


def shares(one):
    """Returns a mean share with its interval."""
    return f"{percent(one.mean, 'en', 1)} ({percent(one.low, 'en', 1)} to {percent(one.high, 'en', 1)})"
