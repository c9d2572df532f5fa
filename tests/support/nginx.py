"""Where tests find nginx; none is started here."""

import os
import shutil

PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"


def missing() -> str | None:
    """Return one sentence that says why nginx cannot be used, or None."""
    return None if shutil.which(PROGRAM) else "No nginx: install the package nginx-light"
