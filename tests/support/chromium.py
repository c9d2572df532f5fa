"""Which Chromium the browser tests drive; run as a module it tells whether there is one."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def executable() -> str | None:
    """Return the machine's own browser: CHROMIUM from the environment, else one on the path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """Return one sentence that says why no browser can be driven, or None."""
    if executable():
        return None
    from playwright.sync_api import sync_playwright  # it loads long

    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return None
    return (
        "No Chromium: install one, name it with CHROMIUM=path, or run `playwright install chromium`"
    )


def launch(playwright: "Playwright") -> "Browser":
    """Start the machine's own Chromium, else Playwright's, without a window."""
    return playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)


if __name__ == "__main__":
    sys.exit(1 if missing() else 0)
