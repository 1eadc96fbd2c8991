"""Writes the marked parts of docs/*.md from the code, so that nothing in them is written twice.

    python scripts/write_docs.py              # scenario reference, KPIs, glossary, figures, layout
    python scripts/write_docs.py --measure    # and the results in docs/model.md, from runs of some minutes
    python scripts/write_docs.py --measure people institutions   # of these, only some parts

A marked part lies between `<!-- begin: WHAT -->` and `<!-- end -->`; what stands around it is written by hand.
"""

import re
import sys
from pathlib import Path

import gallery
import layout
import measured
import reference
import terms

DOCS = Path(__file__).parent.parent / "docs"
PART = re.compile(r"(<!-- begin: (\w+)(?: ([^\n]*?))? -->\n).*?(<!-- end -->)", re.DOTALL)
WRITERS = {
    "scenario.md": reference.WRITERS,
    "scenario.id.md": {"guide": reference.guide},
    "kpis.md": terms.KPI_WRITERS,
    "glossary.md": terms.WRITERS,
    "figures.md": gallery.WRITERS,
    "development.md": layout.WRITERS,
    "model.md": measured.WRITERS,
}


def written(name, text, only=()):
    """Returns the text of a document with its marked parts written again, or only some of them."""

    def again(match):
        begin, what, about, end = match.groups()
        if only and what not in only:
            return match[0]
        return f"{begin}\n{WRITERS[name][what](text, about).strip()}\n\n{end}"

    return PART.sub(again, text)


def main():
    measures, only = sys.argv[1:2] == ["--measure"], sys.argv[2:]
    for name in WRITERS:
        if name == "model.md" and not measures:
            continue
        file = DOCS / name
        text = file.read_text("utf-8")
        file.write_text(written(name, text, only if name == "model.md" else ()), "utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
