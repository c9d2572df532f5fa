"""The index of screenshots shows each picture once, beside the others of its subject."""

from __future__ import annotations

from pathlib import Path

from tests.support.pictures import index


def test_every_picture_stands_with_those_of_its_subject(tmp_path: Path) -> None:
    for name in ("inbox-1440-light", "inbox-390-dark", "run-1440-light", "a&b"):
        (tmp_path / f"{name}.png").write_bytes(b"")
    page = index(tmp_path).read_text("utf-8")
    assert page.count("<figure>") == 4
    assert page.count("<h2>inbox</h2>") == 1
    assert "a&amp;b" in page
    assert 'src="a%26b.png"' in page
