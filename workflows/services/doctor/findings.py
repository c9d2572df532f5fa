"""Finding: one line of the doctor; what is looked at stands beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is: ``level`` is ``ok``, ``warn`` or ``fail``; ``advice`` says what to do."""

    name: str
    level: str
    message: str
    advice: str = ""

    def as_dict(self) -> dict[str, str]:
        """Give JSON."""
        return asdict(self)
