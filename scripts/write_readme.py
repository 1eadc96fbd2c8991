"""Writes what README.md and README.id.md show of a run: its first lines and a figure; a minute.

python scripts/write_readme.py
"""

import io
import re
import shlex
import tempfile
from pathlib import Path

from PIL import Image
from typer.testing import CliRunner

from takarusim.commands.application import app

ROOT = Path(__file__).parent.parent
PART = re.compile(r"(<!-- begin: run -->\n).*?(<!-- end -->)", re.DOTALL)
PAGES = {"en": ("README.md", "docs/ledger.png"), "id": ("README.id.md", "docs/ledger-id.png")}
LINES, WIDTH, TERMINAL = 10, 110, 160
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


def main():
    for language, (page, picture) in PAGES.items():
        lines, figure = shown(language)
        block = "\n".join(["```text", *lines, "```"])
        text = (ROOT / page).read_text("utf-8")
        (ROOT / page).write_text(PART.sub(rf"\g<1>\n{block}\n\n\g<2>", text), "utf-8")
        whole = Image.open(io.BytesIO(figure)).convert("RGB")
        small = whole.quantize(256, Image.Quantize.FASTOCTREE)  # a quarter of the bytes; plain areas keep their colours
        small.save(ROOT / picture, optimize=True)
        print(page, picture)


if __name__ == "__main__":
    main()
