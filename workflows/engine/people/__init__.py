"""What the engine knows of people: whom to ask, who may decide, when to remind; pure."""

from .alarms import Alarm
from .office import EVERYBODY, Known, Office, OpenOffice
from .requests import UNDO_SECONDS, Level, TaskRequest
from .rules import Person, Question, Standing, asked, may_decide, standing

__all__ = [
    "EVERYBODY",
    "UNDO_SECONDS",
    "Alarm",
    "Known",
    "Level",
    "Office",
    "OpenOffice",
    "Person",
    "Question",
    "Standing",
    "TaskRequest",
    "asked",
    "may_decide",
    "standing",
]
