"""The tag that puts the built front end, or the dev server's, into the shell; nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
def vite_assets(context: dict[str, Any]) -> SafeString:
    """Return the script and style tags of the application, with the nonce of this response."""
    nonce = str(getattr(context.get("request"), "csp_nonce", ""))
    vite_url = load_conf().vite_url
    return _development(vite_url, nonce) if vite_url else _built(_manifest(), nonce)


@register.simple_tag
def vite_style(name: str) -> SafeString:
    """Return the link to one built style sheet, such as `src/ui/font.css`.

    Pages must be readable without it: while developing and before the first build there is none.
    """
    if load_conf().vite_url or not finders.find(MANIFEST):
        return SafeString("")
    return format_html('<link rel="stylesheet" href="{}">', _address(_manifest()[name]["file"]))


def _development(vite_url: str, nonce: str) -> SafeString:
    origin = f"{vite_url}{static('frontend').rstrip('/')}"
    return format_html(
        '<script type="module" nonce="{}">{}</script>'
        '<script type="module" nonce="{}" src="{}/@vite/client"></script>'
        '<script type="module" nonce="{}" src="{}/{}"></script>',
        nonce,
        SafeString(REFRESH.format(origin=origin)),
        nonce,
        origin,
        nonce,
        origin,
        ENTRY,
    )


def _built(manifest: dict[str, Any], nonce: str) -> SafeString:
    chunks = list(_chunks(manifest, ENTRY))
    styles = [(_address(css),) for chunk in chunks for css in chunk.get("css", [])]
    # All but the entry itself: the browser then fetches them side by side.
    imports = [(_address(chunk["file"]), nonce) for chunk in chunks[:-1]]
    return SafeString(
        format_html_join("\n", '<link rel="stylesheet" href="{}">', styles)
        + format_html_join("\n", '<link rel="modulepreload" href="{}" nonce="{}">', imports)
        + format_html(
            '<script type="module" nonce="{}" src="{}"></script>',
            nonce,
            _address(manifest[ENTRY]["file"]),
        )
    )


def _address(file: str) -> str:
    return static(f"frontend/{file}")


def _chunks(
    manifest: dict[str, Any], name: str, seen: set[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield a chunk after everything it imports, each once."""
    seen = set() if seen is None else seen
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
