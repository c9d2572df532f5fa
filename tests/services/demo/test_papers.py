"""The papers that are handed in are what their names say."""

from __future__ import annotations

import csv
import io
import re

import puremagic
import pytest

from tests.services.demo.playing import Playhouse
from workflows.services.demo import papers
from workflows.services.demo.simulating.story import Paper
from workflows.services.demo.stories import stories
from workflows.services.inbox.files import BINARY, TEXT


@pytest.mark.parametrize("lines", [[], ["Total: 12.00 (net)", "Café \\ Zürich"], ["x"] * 30])
def test_a_pdf_names_each_of_its_parts_by_the_right_place(lines: list[str]) -> None:
    content = papers.pdf("receipt", "Receipt (copy)", lines).content
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", content)[1])  # type: ignore[index]
    assert content[start:].startswith(b"xref\n0 6\n")
    places = [int(found) for found in re.findall(rb"(\d{10}) 00000 n ", content)]
    for number, place in enumerate(places, 1):
        assert content[place:].startswith(b"%d 0 obj\n" % number)
    length = int(re.search(rb"/Length (\d+)", content)[1])  # type: ignore[index]
    stream = content.partition(b"stream\n")[2].partition(b"\nendstream")[0]
    assert len(stream) == length
    assert stream.count(b" Tj") == len(lines) + 1
    assert b"(Receipt \\(copy\\)) Tj" in stream


def test_a_table_is_read_as_it_was_written() -> None:
    rows = [("Article", "Pieces"), ('Glass, "small"', "2")]
    paper = papers.table("list", rows)
    assert [tuple(row) for row in csv.reader(io.StringIO(paper.content.decode()))] == rows


def test_all_papers_of_the_month_are_taken_and_small() -> None:
    house = Playhouse()
    house.play(stories(house.desk, 120))
    assert len(house.papers) >= 6
    for _, paper in house.papers:
        assert is_what_it_says(paper)
        assert len(paper.content) < 4_096


def is_what_it_says(paper: Paper) -> bool:
    ending = paper.name.rpartition(".")[2]
    if ending in TEXT:
        return bool(paper.content.decode())
    found = {mark.extension.lstrip(".") for mark in puremagic.magic_string(paper.content)}
    return bool(BINARY[ending][1] & found)
