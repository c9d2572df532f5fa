"""Claims about how the built page gets into the shell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import override_settings

from workflows.web.templatetags import vite

MANIFEST = {
    "src/main.tsx": {
        "file": "assets/main-1a2b3c4d.js",
        "css": ["assets/main-1a2b3c4d.css"],
        "imports": ["_shared.js"],
    },
    "src/words.ts": {"file": "assets/words-0a0b0c0d.js", "imports": ["_shared.js"]},
    "src/later.ts": {"file": "assets/later-0d0c0b0a.js", "imports": ["_shared.js"]},
    "_shared.js": {"file": "assets/shared-9f8e7d6c.js", "css": ["assets/shared-9f8e7d6c.css"]},
    "src/ui/font.css": {"file": "assets/font-5a5a5a5a.css"},
}


READ_MANIFEST = vite._manifest


@pytest.fixture(autouse=True)
def real_manifest(_a_built_front_end: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the manifest again, where the other tests of pages have one made up."""
    monkeypatch.setattr(vite, "_manifest", READ_MANIFEST)
    monkeypatch.setattr(vite, "_cache", {})


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a manifest where the finders look."""
    manifest = tmp_path / "frontend" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(vite.finders, "find", lambda name: str(tmp_path / name))
    return manifest


def render(source: str = "{% vite_assets %}") -> str:
    """Render a template for a response whose nonce is `n0nce`."""
    request = SimpleNamespace(csp_nonce="n0nce")
    context = Context({"request": request, "later": ["src/later.ts"]})
    return Template("{% load vite %}" + source).render(context)


@pytest.mark.usefixtures("built")
def test_the_entry_carries_the_nonce_of_the_response() -> None:
    html = render()
    address = "/static/frontend/assets/main-1a2b3c4d.js"
    assert f'<script type="module" nonce="n0nce" src="{address}">' in html


@pytest.mark.usefixtures("built")
def test_every_style_sheet_is_linked_and_every_import_fetched_early() -> None:
    html = render()
    assert html.count('rel="stylesheet"') == 2
    assert '<link rel="modulepreload" href="/static/frontend/assets/shared-9f8e7d6c.js"' in html


@pytest.mark.usefixtures("built")
def test_a_script_that_runs_before_stands_before_and_what_they_share_is_fetched_once() -> None:
    html = render('{% vite_assets "src/words.ts" early=later %}')
    order = [html.index(f'src="/static/frontend/assets/{name}') for name in ("words", "main")]
    assert order == sorted(order)
    assert "async" not in html
    assert html.count("shared-9f8e7d6c.js") == 1


@pytest.mark.usefixtures("built")
def test_what_is_wanted_later_is_fetched_early_but_not_run() -> None:
    html = render("{% vite_assets early=later %}")
    assert '<link rel="modulepreload" href="/static/frontend/assets/later-0d0c0b0a.js"' in html
    assert 'src="/static/frontend/assets/later' not in html


def test_a_new_build_shows_without_a_restart(built: Path) -> None:
    render()
    renewed = json.loads(built.read_text())
    renewed["src/main.tsx"]["file"] = "assets/main-00000000.js"
    built.write_text(json.dumps(renewed))
    assert "main-00000000.js" in render()


def test_a_missing_build_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vite.finders, "find", lambda name: None)
    with pytest.raises(vite.FrontendNotBuilt, match="make run"):
        render()


def test_server_pages_do_without_the_font_when_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vite.finders, "find", lambda name: None)
    assert render('{% vite_style "src/ui/font.css" %}') == ""


@pytest.mark.usefixtures("built")
def test_server_pages_link_the_font() -> None:
    html = render('{% vite_style "src/ui/font.css" %}')
    assert html == '<link rel="stylesheet" href="/static/frontend/assets/font-5a5a5a5a.css">'


def test_while_developing_scripts_come_from_vite(tmp_path: Path) -> None:
    with override_settings(FERMATA={"home": tmp_path, "vite_url": "http://127.0.0.1:5173"}):
        html = render('{% vite_assets "src/words.ts" %}')
    names = ["@vite/client", "src/words.ts", "src/main.tsx"]
    asked = re.findall(r'src="http://127.0.0.1:5173/static/frontend/([^"]+)"', html)
    assert asked == names
    assert html.count('nonce="n0nce"') == 4
