"""Writes what README.md and README.id.md show of a run, its first lines and a figure, and of worlds; a minute.

python scripts/write_readme.py
"""

import io
import re
import shlex
import tempfile
import textwrap
from pathlib import Path

from PIL import Image
from typer.testing import CliRunner

from takarusim.commands.application import app
from takarusim.language.numerals import percent

ROOT = Path(__file__).parent.parent
PART = r"(<!-- begin: {} -->\n).*?(<!-- end -->)"
PAGES = {"en": ("README.md", "docs/ledger.png"), "id": ("README.id.md", "docs/ledger-id.png")}
LINES, WIDTH, TERMINAL = 10, 110, 160
KNOWN = re.compile(
    r"\| Service level \(on time in full\) \|[^|]*\| (.*?), (.*?), (.*?) \|"
)  # of worlds, in docs/model.md
SAID = {
    "en": "Over the [worlds](docs/model.md#46-worlds) that agree with what is known, {middle} are served in the "
    "middle, and between {low} and {high} in nine of ten.",
    "id": "Di antara [dunia andaian](docs/model.md#46-worlds) yang cocok dengan yang diketahui, tingkat layanan di "
    "tengahnya {middle}, dan di sembilan dari sepuluh dunia antara {low} dan {high}.",
}
COMMAND = "takarusim run scenarios/lik-takaru.yaml"


def shown(language):
    """Returns the first lines of the run that README begins with, cut where they are long, and the file of a figure."""
    words = [*shlex.split(COMMAND)[1:], "--lang", language]
    with tempfile.TemporaryDirectory() as folder:
        done = CliRunner().invoke(app, [*words, "--out", folder], env={"COLUMNS": str(TERMINAL)})
        (figure,) = (path.read_bytes() for path in Path(folder).glob(f"*/figures/ledger-{language}.png"))
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.startswith("KPI "))
    rows = [line for line in lines[first:] if not line.startswith(" ")]
    last = LINES - 2
    while not re.search(r"\S {2,}\S", rows[last]):  # the rest of a long name: its row is shown whole or not at all
        last -= 1
    return [*lines[:2], "", *(row[:WIDTH].rstrip() for row in rows[:last]), "..."], figure


def in_worlds(language):
    """Returns how far guesses carry the first line, by the table of what is known in docs/model.md."""
    ends = KNOWN.search((ROOT / "docs/model.md").read_text("utf-8")).groups()
    told = dict(
        zip(("low", "middle", "high"), (percent(float(end.rstrip("%")) / 100, language) for end in ends), strict=True)
    )
    return textwrap.fill(SAID[language].format(**told), 120, break_long_words=False, break_on_hyphens=False)


def main():
    for language, (page, picture) in PAGES.items():
        lines, figure = shown(language)
        block = "\n".join(["```text", *lines, "```"])
        text = (ROOT / page).read_text("utf-8")
        for what, part in (("run", block), ("worlds", in_worlds(language))):
            text = re.sub(PART.format(what), rf"\g<1>\n{part}\n\n\g<2>", text, flags=re.DOTALL)
        (ROOT / page).write_text(text, "utf-8")
        whole = Image.open(io.BytesIO(figure)).convert("RGB")
        small = whole.quantize(256, Image.Quantize.FASTOCTREE)  # a quarter of the bytes; plain areas keep their colours
        small.save(ROOT / picture, optimize=True)
        print(page, picture)


if __name__ == "__main__":
    main()
