"""Tables of people: what they set for themselves, who stands in for them, business calendars."""

from .calendar import Calendar
from .invitation import Invitation
from .miss import Miss
from .profile import Profile
from .substitution import Substitution

__all__ = ["Calendar", "Invitation", "Miss", "Profile", "Substitution"]
