"""Django's settings under test: the real ones over a throw-away home and cheap passwords."""

import atexit
import os
import shutil
import tempfile

# Set before the real settings read the environment; a test run never touches anyone's data.
HOME = tempfile.mkdtemp(prefix="fermata-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["FERMATA_HOME"] = HOME
os.environ["FERMATA_SECRET_KEY"] = "only-for-tests-" + "k" * 40
os.environ["DEBUG"] = "0"
os.environ["FERMATA_DEMO_RUNS"] = "0"
for name in ("REDIS_URL", "FERMATA_MODULES", "FERMATA_WORKER_ID", "HOST", "PORT", "ALLOWED_HOSTS"):
    os.environ.pop(name, None)

from core.accounts import OIDC_APP  # noqa: E402
from core.settings import *  # noqa: E402, F403
from core.settings import DATABASES, INSTALLED_APPS  # noqa: E402

# Some tests set an issuer up.
INSTALLED_APPS += [OIDC_APP]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and transactions then meet the same locks as in use.
    DATABASES["default"]["TEST"] = {"NAME": f"{HOME}/test.sqlite3"}
