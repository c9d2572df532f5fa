"""The same people and workflows as the tests of the services have."""

from tests.api.conftest import _fresh_caches, drain, people, published

__all__ = ["_fresh_caches", "drain", "people", "published"]
