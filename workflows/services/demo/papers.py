"""The papers that the demo's people hand in: receipts, drafts and lists, made of a few lines; small
PDF files are written by hand, since nothing else here needs a library for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from .simulating.story import Paper

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 5 0 R " \
    "/Resources << /Font << /F1 4 0 R >> >> >>"  # fmt: skip
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(name: str, title: str, lines: Iterable[str]) -> Paper:
    """Write a page with a title and lines of text below it."""
    return Paper(f"{name}.pdf", _document(title, list(lines)))


def table(name: str, rows: Iterable[Sequence[object]]) -> Paper:
    """Write a list with commas."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return Paper(f"{name}.csv", text.getvalue().encode())


def _document(title: str, lines: Sequence[str]) -> bytes:
    text = _text(title, lines)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE.encode(),
        _FONT.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    made, places = io.BytesIO(), []
    made.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    made.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    made.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(parts) + 1))
    made.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return made.getvalue()


def _text(title: str, lines: Sequence[str]) -> bytes:
    """Write the page's operators: the title large, then line below line."""
    shown = [b"BT", b"/F1 18 Tf", b"40 530 Td", _shown(title), b"/F1 11 Tf", b"0 -34 Td", b"18 TL"]
    for line in lines:
        shown += [_shown(line), b"T*"]
    return b"\n".join([*shown, b"ET"])


def _shown(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    return b"(" + text + b") Tj"
