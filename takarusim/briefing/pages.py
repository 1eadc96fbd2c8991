"""Pages of plain blocks, printed as a PDF by Typst and written as an editable docx; no word of a language is here.

The same paper gives the same bytes: neither file carries the moment at which it was made.
"""

import io
import json
import tempfile
import zipfile
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

__all__ = [
    "Block",
    "Break",
    "Code",
    "Columns",
    "Heading",
    "Items",
    "Lead",
    "Paper",
    "Picture",
    "Row",
    "Table",
    "Text",
    "docx",
    "pdf",
]

Tone = Literal["", "good", "bad", "faint"]
COLOURS: dict[Tone, str] = {"": "222222", "good": "00664B", "bad": "A33F00", "faint": "5F5F5F"}
PROOFED = {"id": "id-ID", "en": "en-GB"}  # as word processors call the languages
FILLING = 11.0  # cm: a picture that shares the first page
SHORT = 12  # rows of a table that is not broken over pages
WIDTH = 16.0  # cm: the text of an A4 page, as wide as a figure
LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001  the first date that a zip file can say


class Heading(NamedTuple):
    """The head of a section."""

    text: str


class Break(NamedTuple):
    """The end of a page."""

    text: str  # head of what follows


class Lead(NamedTuple):
    """A sentence that is read first."""

    text: str


class Text(NamedTuple):
    """A paragraph."""

    text: str
    tone: Tone = ""


class Items(NamedTuple):
    """A list."""

    texts: tuple[str, ...]


class Columns(NamedTuple):
    """Lists side by side, each with its head."""

    heads: tuple[str, ...]
    lists: tuple[tuple[str, ...], ...]


class Code(NamedTuple):
    """Lines for a terminal."""

    lines: tuple[str, ...]


class Picture(NamedTuple):
    """A figure as wide as the text: as SVG for paper, as PNG for a word processor."""

    svg: bytes
    png: bytes
    alt: str
    fills: bool = False  # what its page leaves


class Row(NamedTuple):
    """Figures side by side, each half as wide as the text."""

    pictures: tuple[Picture, ...]


class Table(NamedTuple):
    """Rows under a head; `tones` colours the last cell of each row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]  # of the columns, in proportion
    right: tuple[int, ...] = ()  # columns set to the right
    tones: tuple[Tone, ...] = ()


Block = Heading | Break | Lead | Text | Items | Columns | Code | Picture | Row | Table


class Paper(NamedTuple):
    """A document."""

    title: str
    subtitle: str
    footer: str
    language: str
    blocks: tuple[Block, ...]


TEMPLATE = """
#let paper = json("paper.json")
#let grey = rgb("#5f5f5f")
#let rule = rgb("#c9c9c9")
#let tones = (:) + paper.colours
#set document(title: paper.title, author: "takarusim", date: none)
#set page(paper: "a4", margin: (x: 2.5cm, top: 2cm, bottom: 2.1cm), footer: context {
  set text(7pt, fill: grey)
  [#paper.footer #h(1fr) #counter(page).display() / #counter(page).final().first()]
})
#set text(font: "DejaVu Sans", size: 9pt, lang: paper.language, fill: rgb("#222222"), hyphenate: false)
#set par(leading: 0.68em, spacing: 1em)
#set list(spacing: 0.75em, indent: 0pt, marker: text(fill: grey, [–]))
#show raw: set text(font: "DejaVu Sans Mono", size: 1.15em)
#show heading: it => block(above: 1.9em, below: 0.9em, sticky: true, text(11.5pt, weight: "bold", it.body))
#let cell(b, row, y, x) = {
  let last = x == row.len() - 1 and b.tones.len() > 0
  let body = row.at(x)
  if last { text(fill: rgb("#" + tones.at(b.tones.at(y))), body) } else { body }
}
#let show-table(b) = {
  set text(7.2pt)
  set par(leading: 0.5em)
  block(breakable: b.rows.len() > 15, table(
    columns: b.widths.map(w => w * 1fr), stroke: none, inset: (x: 4pt, y: 3pt),
    align: (x, _) => if x in b.right { right } else { left },
    table.header(..b.head.map(h => strong(h)), table.hline(stroke: 0.7pt + grey)),
    ..b.rows.enumerate().map(((y, row)) => (
      ..range(row.len()).map(x => table.cell(breakable: false, cell(b, row, y, x))), table.hline(stroke: 0.4pt + rule),
    )).flatten(),
  ))
}
#text(7.5pt, fill: grey, upper(paper.subtitle))
#v(-0.4em)
#text(19pt, weight: "bold", paper.title)
#v(0.2em)
#for b in paper.blocks {
  if b.kind == "Heading" { heading(b.text) }
  else if b.kind == "Break" { pagebreak(weak: true); text(15pt, weight: "bold", b.text) }
  else if b.kind == "Lead" { block(below: 1.1em, text(12pt, b.text)) }
  else if b.kind == "Text" { block(sticky: b.leads, text(fill: rgb("#" + tones.at(b.tone)), b.text)) }
  else if b.kind == "Items" { list(..b.texts) }
  else if b.kind == "Columns" {
    let column(k) = [
      #text(10pt, weight: "bold", b.heads.at(k))
      #set text(7.8pt)
      #set par(leading: 0.55em)
      #list(..b.lists.at(k))
    ]
    grid(columns: (1fr,) * b.heads.len(), column-gutter: 14pt, ..range(b.heads.len()).map(column))
  }
  else if b.kind == "Code" {
    block(fill: rgb("#f4f4f4"), inset: 8pt, radius: 2pt, width: 100%, {
      set text(7.5pt)
      b.lines.map(line => raw(line)).join(linebreak())
    })
  }
  else if b.kind == "Picture" and b.fills {
    block(height: 1fr, width: 100%, align(center + top, image(b.file, height: 100%, fit: "contain", alt: b.alt)))
  }
  else if b.kind == "Picture" { block(above: 1.2em, below: 1.2em, image(b.file, width: 100%, alt: b.alt)) }
  else if b.kind == "Row" {
    let shown = b.files.zip(b.alts).map(((file, alt)) => image(file, width: 100%, alt: alt))
    block(above: 1.2em, below: 1.2em, breakable: false, grid(columns: (1fr, 1fr), column-gutter: 6pt, ..shown))
  }
  else { show-table(b) }
}
"""


def pdf(paper: Paper) -> bytes:
    """Returns a paper as a tagged PDF, set in the type of its figures.

    Raises
    ------
    ModuleNotFoundError
        If Typst is not installed.
    """
    printed: bytes = _set(paper, format="pdf")
    return printed


def _set(paper: Paper, **how: Any) -> Any:
    """Returns what Typst makes of a paper."""
    import typst

    with tempfile.TemporaryDirectory() as folder, as_file(files("matplotlib") / "mpl-data" / "fonts" / "ttf") as fonts:
        blocks = [_listed(paper.blocks, k, Path(folder)) for k in range(len(paper.blocks))]
        content = paper._asdict() | {"blocks": blocks, "colours": COLOURS}
        (Path(folder) / "paper.json").write_text(json.dumps(content), "utf-8")
        (Path(folder) / "paper.typ").write_text(TEMPLATE, "utf-8")
        given: dict[str, Any] = {"root": folder, "font_paths": [str(fonts)], "ignore_system_fonts": True}
        return typst.compile(str(Path(folder) / "paper.typ"), **given, **how)


def _listed(blocks: "Sequence[Block]", k: int, folder: Path) -> dict[str, Any]:
    """Returns a block as the template reads it; a picture's file is put into the folder."""
    block = blocks[k]
    if isinstance(block, Picture):
        (folder / f"{k}.svg").write_bytes(block.svg)
        return {"kind": "Picture", "file": f"{k}.svg", "alt": block.alt, "fills": block.fills}
    if isinstance(block, Row):
        files = [f"{k}-{place}.svg" for place in range(len(block.pictures))]
        for file, picture in zip(files, block.pictures, strict=True):
            (folder / file).write_bytes(picture.svg)
        return {"kind": "Row", "files": files, "alts": [picture.alt for picture in block.pictures]}
    leads = isinstance(block, Text) and block.tone != "faint" and _is_led(blocks[k + 1 :])  # a remark leads to nothing
    return {"kind": type(block).__name__, **block._asdict(), "leads": leads}


def _is_led(rest: "Sequence[Block]") -> bool:
    """Returns whether what follows a paragraph stays on its page."""
    return bool(rest) and isinstance(rest[0], Table | Code | Text | Row)


def docx(paper: Paper) -> bytes:
    """Returns a paper as a file that word processors edit.

    Raises
    ------
    ModuleNotFoundError
        If python-docx is not installed.
    """
    import docx as writer
    from docx.shared import Cm, Pt

    document = writer.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - WIDTH) / 2)
    page.top_margin = page.bottom_margin = Cm(2)
    normal = document.styles["Normal"].font
    normal.size, normal.name = Pt(10), "Calibri"
    document.styles["Title"].font.size = Pt(20)
    document.styles["List Bullet"].paragraph_format.line_spacing = 1.0
    _speak(document, paper.language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, "takarusim", ""
    properties.language, properties.created, properties.modified = paper.language, LONG_AGO, LONG_AGO
    _number_pages(page.footer.paragraphs[0], paper.footer)
    _colour(document.add_paragraph().add_run(paper.subtitle), "faint", 8)
    document.add_heading(paper.title, 0)
    for k, block in enumerate(paper.blocks):
        _add(document, block, is_led=_is_led(paper.blocks[k + 1 :]))
    file = io.BytesIO()
    document.save(file)
    return _undated(file.getvalue())


def _add(document: "Document", block: Block, *, is_led: bool) -> None:
    from docx.shared import Cm, Pt

    if isinstance(block, Heading):
        document.add_heading(block.text, 1)
    elif isinstance(block, Break):
        document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading(block.text, 0)
    elif isinstance(block, Lead):
        document.add_paragraph().add_run(block.text).font.size = Pt(13)
    elif isinstance(block, Text):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = is_led
        _colour(paragraph.add_run(block.text), block.tone, 10)
    elif isinstance(block, Items):
        for text in block.texts:
            document.add_paragraph(text, "List Bullet")
    elif isinstance(block, Columns):
        _add_columns(document, block)
    elif isinstance(block, Code):
        _colour(document.add_paragraph().add_run("\n".join(block.lines)), "", 8, "Courier New")
    elif isinstance(block, Picture | Row):
        pictures = block.pictures if isinstance(block, Row) else (block,)
        run, width = document.add_paragraph().add_run(), WIDTH / 2 - 0.2 if isinstance(block, Row) else WIDTH
        width = FILLING if isinstance(block, Picture) and block.fills else width
        for one in pictures:
            picture = run.add_picture(io.BytesIO(one.png), Cm(width))
            picture._inline.docPr.set("descr", one.alt)  # noqa: SLF001  python-docx has no other way
    else:
        _add_table(document, block)


def _add_columns(document: "Document", block: Columns) -> None:
    table = document.add_table(1, len(block.heads), "Normal Table")
    for cell, head, texts in zip(table.rows[0].cells, block.heads, block.lists, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
        for text in texts:
            _colour(cell.add_paragraph(style="List Bullet").add_run(text), "", 9)


def _add_table(document: "Document", block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    table = document.add_table(1 + len(block.rows), len(block.head), "Normal Table")
    table.autofit = False
    repeated = OxmlElement("w:tblHeader")  # the head comes again on each page
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    widths = [Cm(WIDTH * width / sum(block.widths)) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    led = len(block.rows) if len(block.rows) <= SHORT else 3  # rows that stay on the page of the next one
    for y, (row, texts) in enumerate(zip(table.rows, (block.head, *block.rows), strict=True)):
        for x, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[x]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after, paragraph.paragraph_format.keep_with_next = Pt(1), y < led
            if x in block.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            is_toned = y and block.tones and x == len(texts) - 1
            run = paragraph.add_run(text)
            _colour(run, block.tones[y - 1] if is_toned else "", 8)
            run.bold = not y
    _rule(table)
    document.add_paragraph()


def _speak(document: "Document", language: str) -> None:
    """Tells a word processor in which language to check the spelling."""
    from docx.oxml.ns import qn

    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), PROOFED[language])


def _rule(table: Any) -> None:
    """Draws a pale line under each row of a table."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "C9C9C9")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001


def _colour(run: Any, tone: Tone, size: float, font: str | None = None) -> None:
    from docx.shared import Pt, RGBColor

    run.font.color.rgb, run.font.size, run.font.name = RGBColor.from_string(COLOURS[tone]), Pt(size), font


def _number_pages(paragraph: Any, footer: str) -> None:
    """Writes the footer with a field that a word processor fills with the page's number."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _colour(paragraph.add_run(f"{footer} · "), "faint", 7)
    for name, kind, text in (("fldChar", "begin", ""), ("instrText", "", "PAGE"), ("fldChar", "end", "")):
        part = OxmlElement(f"w:{name}")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run = paragraph.add_run()
        _colour(run, "faint", 7)
        run._r.append(part)  # noqa: SLF001


def _undated(content: bytes) -> bytes:
    """Returns a zip file whose members all have the same date."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            same = zipfile.ZipInfo(member.filename, LONG_AGO.timetuple()[:6])
            same.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(same, old.read(member))
    return file.getvalue()
