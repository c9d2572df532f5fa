"""The same people and workflows as the tests of the API have, and a web server to send to."""

from tests.api.conftest import _fresh_caches, drain, people, published
from tests.nodes.conftest import server

__all__ = ["_fresh_caches", "drain", "people", "published", "server"]
