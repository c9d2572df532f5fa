"""The tag that puts the built front end, or the dev server's, into the shell; nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from workflows.conf import load_conf

register = template.Library()

ENTRY = "src/main.tsx"
MANIFEST = "frontend/manifest.json"

# What the React plugin of Vite would put into an HTML page of its own.
REFRESH = """import {{ injectIntoGlobalHook }} from "{origin}/@react-refresh";
injectIntoGlobalHook(window);
window.$RefreshReg$ = () => {{}};
window.$RefreshSig$ = () => (type) => type;"""

_cache: dict[str, Any] = {}


class FrontendNotBuilt(RuntimeError):
    """The manifest is missing; `make run` and `npm run build` write it."""


@register.simple_tag(takes_context=True)
def vite_assets(context: dict[str, Any], *before: str, early: Sequence[str] = ()) -> SafeString:
    """Return the script and style tags of the application, with the nonce of this response.

    Scripts `before` it run before it; of `early` the browser is told that they will be wanted.
    """
    nonce = str(getattr(context.get("request"), "csp_nonce", ""))
    vite_url, entries = load_conf().vite_url, (*before, ENTRY)
    if vite_url:
        return _development(vite_url, entries, nonce)
    return _built(_manifest(), entries, early, nonce)


@register.simple_tag
def vite_style(name: str) -> SafeString:
    """Return the link to one built style sheet, such as `src/ui/font.css`.

    Pages must be readable without it: while developing and before the first build there is none.
    """
    if load_conf().vite_url or not finders.find(MANIFEST):
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', _address(_manifest()[name]["file"]))


def _development(vite_url: str, entries: Sequence[str], nonce: str) -> SafeString:
    origin = f"{vite_url}{static('frontend').rstrip('/')}"
    refresh = format_html(
        '<script type="module" nonce="{}">{}</script>',
        nonce,
        SafeString(REFRESH.format(origin=origin)),
    )
    return SafeString(
        refresh + _scripts((f"{origin}/{name}" for name in ("@vite/client", *entries)), nonce)
    )


def _built(
    manifest: dict[str, Any], entries: Sequence[str], early: Sequence[str], nonce: str
) -> SafeString:
    chunks = chunks_of(manifest, (*entries, *early))
    scripts = [manifest[name]["file"] for name in entries]
    styles = [(_address(css),) for chunk in chunks for css in chunk.get("css", [])]
    # All but the scripts themselves: the browser then fetches them side by side.
    files = [chunk["file"] for chunk in chunks if chunk["file"] not in scripts]
    return SafeString(
        format_html_join("\n", '<link rel="stylesheet" href="{}">', styles)
        + format_html_join(
            "\n",
            '<link rel="modulepreload" href="{}" nonce="{}">',
            ((_address(file), nonce) for file in files),
        )
        + _scripts(map(_address, scripts), nonce)
    )


def _scripts(addresses: Iterable[str], nonce: str) -> SafeString:
    # Without `async`, modules run in the order in which they stand.
    tag = '<script type="module" nonce="{}" src="{}"></script>'
    return format_html_join("", tag, ((nonce, address) for address in addresses))


def chunks_of(manifest: dict[str, Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the chunks of sources by their names, each once and after what it imports."""
    seen: set[str] = set()
    return [chunk for name in names for chunk in _chunks(manifest, name, seen)]


def _address(file: str) -> str:
    return static(f"frontend/{file}")


def _chunks(manifest: dict[str, Any], name: str, seen: set[str]) -> Iterator[dict[str, Any]]:
    if name in seen:
        return
    seen.add(name)
    chunk: dict[str, Any] = manifest[name]
    for imported in chunk.get("imports", []):
        yield from _chunks(manifest, imported, seen)
    yield chunk


def _manifest() -> dict[str, Any]:
    """Return the manifest, read again when a build replaced it."""
    found = finders.find(MANIFEST)
    if not isinstance(found, str):
        raise FrontendNotBuilt("static/frontend is missing; run `make run` or `npm run build`.")
    stamp = Path(found).stat().st_mtime_ns
    if _cache.get("stamp") != stamp:
        _cache.update(stamp=stamp, manifest=json.loads(Path(found).read_bytes()))
    manifest: dict[str, Any] = _cache["manifest"]
    return manifest
