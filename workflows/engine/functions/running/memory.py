"""The run's state as a function's code sees it, and which changes of it are yet to be recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ...events import Json
from ...payload import ensure_json
from ..codec import copied

_GONE: Any = object()


class Memory:
    """The values as the code sees them, and as they are recorded.

    A replay begins with the state that the run began with, and the code makes its changes again:
    those that are recorded already are not recorded twice.
    """

    def __init__(self, first: Mapping[str, Json], recorded: Mapping[str, Json]) -> None:
        """Take the state at the run's beginning and the recorded one."""
        self.values = dict(first)
        self.recorded = dict(recorded)
        self._touched: set[str] = set()

    def touch(self, key: str, value: Json = _GONE) -> None:
        """Change a key; without a value it is removed."""
        self._touched.add(key)
        if value is _GONE:
            self.values.pop(key, None)
        else:
            self.values[key] = value

    def answered(self, patch: Mapping[str, Json]) -> None:
        """Let the code see the change that came with an answer; it is recorded already."""
        self.values.update(copied(dict(patch)))
        self.overruled(patch)

    def overruled(self, keys: Iterable[str]) -> None:
        """Forget the code's own changes of keys: an answer that came after them changed these."""
        self._touched.difference_update(keys)

    def changed_outside(self, put: Mapping[str, Json], removed: Iterable[str]) -> None:
        """Note what somebody else has recorded."""
        self.recorded.update(put)
        for key in removed:
            self.recorded.pop(key, None)

    def changes(self) -> dict[str, Any]:
        """Give what is to be recorded now, as ``set`` and ``delete`` of an outcome."""
        changed: dict[str, Json] = {}
        deleted: list[str] = []
        for key in sorted(self._touched):
            value = self.values.get(key, _GONE)
            if value is _GONE:
                if self.recorded.pop(key, _GONE) is not _GONE:
                    deleted.append(key)
            elif self.recorded.get(key, _GONE) != value:
                changed[key] = self.recorded[key] = value
        self._touched.clear()
        return {"set": changed, "delete": tuple(deleted)}


class FunctionState:
    """The run's state: reads give copies, changes are recorded with what the function does next."""

    def __init__(self, memory: Memory, check: Callable[[], None]) -> None:
        """Look at the values; ``check`` refuses changes that a replay would not make again."""
        self._memory = memory
        self._check = check

    def get(self, key: str, default: Json = None) -> Json:
        """Give a copy of the value."""
        return copied(self._memory.values.get(key, default))

    def set(self, key: str, value: Json) -> None:
        """Set a value. Raises ``Invalid`` naming the key when it is not JSON."""
        self._check()
        self._memory.touch(str(key), ensure_json(value, f"state.{key}"))

    def delete(self, key: str) -> None:
        """Remove a key; one that does not exist is no error."""
        self._check()
        self._memory.touch(str(key))

    def clear(self) -> None:
        """Remove all keys."""
        self._check()
        for key in list(self._memory.values):
            self._memory.touch(key)

    def as_dict(self) -> dict[str, Json]:
        """Give a copy of all values."""
        values: dict[str, Json] = copied(self._memory.values)
        return values

    def __contains__(self, key: object) -> bool:
        """Say whether there is such a key."""
        return key in self._memory.values
