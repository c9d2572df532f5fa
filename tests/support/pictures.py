"""An index of screenshots: one page that shows every picture of a folder, by what it is of."""

from __future__ import annotations

import sys
from collections import defaultdict
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

PAGE = Template("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Fermata, page by page</title>
<style>
  :root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
  body { margin: 24px; }
  h2 { margin: 32px 0 12px; font-size: 16px; }
  section { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
  figure { margin: 0; }
  img { height: 320px; border: 1px solid #8884; border-radius: 8px; }
  figcaption { font-size: 12px; opacity: .7; }
</style>
<h1>Fermata, page by page</h1>
<p>$count pictures. Each opens in full.</p>
$parts
</html>
""")
MARKS = {"light", "dark", "wide", "phone", "1440", "390", "german"}


def subject(name: str) -> str:
    """Name what a picture is of: its name without size and scheme."""
    return " ".join(word for word in name.split("-") if word not in MARKS) or name


def index(folder: Path) -> Path:
    """Write `index.html` into the folder and give its path."""
    groups: defaultdict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*.png")):
        groups[subject(picture.stem)].append(picture)
    parts = [
        f"<h2>{escape(name)}</h2>\n<section>{''.join(map(_figure, pictures))}</section>"
        for name, pictures in sorted(groups.items())
    ]
    page = folder / "index.html"
    count = sum(map(len, groups.values()))
    page.write_text(PAGE.substitute(count=count, parts="\n".join(parts)), encoding="utf-8")
    return page


def _figure(picture: Path) -> str:
    name, title = quote(picture.name), escape(picture.stem)
    image = f'<img src="{name}" alt="{title}" loading="lazy">'
    return f'<figure><a href="{name}">{image}</a><figcaption>{title}</figcaption></figure>'


if __name__ == "__main__":
    print(f"See {index(Path(sys.argv[1]))}")
