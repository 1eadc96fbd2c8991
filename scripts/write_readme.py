"""Writes what README.md shows of a run: its first lines and a figure. `python scripts/write_readme.py`, a minute."""

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
FIGURE = ROOT / "docs" / "ledger.png"
LINES, WIDTH = 10, 110
COMMAND = "takarusim run scenarios/lik-takaru.yaml"


def shown():
    """Returns the first lines of the run that README begins with, cut where they are long, and the file of a figure."""
    with tempfile.TemporaryDirectory() as folder:
        done = CliRunner().invoke(app, [*shlex.split(COMMAND)[1:], "--out", folder], env={"COLUMNS": str(WIDTH)})
        (figure,) = (path.read_bytes() for path in Path(folder).glob("*/figures/ledger-en.png"))
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.startswith("KPI "))
    rows = [line for line in lines[first:] if not line.startswith(" ")]
    return [*lines[:2], "", *(row[:WIDTH].rstrip() for row in rows[: LINES - 2]), "..."], figure


def main():
    lines, figure = shown()
    block = "\n".join(["```text", *lines, "```"])
    readme = ROOT / "README.md"
    readme.write_text(PART.sub(rf"\g<1>\n{block}\n\n\g<2>", readme.read_text("utf-8")), "utf-8")
    Image.open(io.BytesIO(figure)).convert("RGB").quantize(64).save(FIGURE, optimize=True)  # a third of the bytes
    print(f"README.md, {FIGURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
