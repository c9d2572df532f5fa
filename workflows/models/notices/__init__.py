"""Tables of notices: what is to be told, to whom it was told, and how it left."""

from .announcement import Announcement
from .decision_link import DecisionLink
from .delivery import Delivery
from .delivery_attempt import DeliveryAttempt
from .notice import Notice
from .webhook import Webhook

__all__ = [
    "Announcement",
    "DecisionLink",
    "Delivery",
    "DeliveryAttempt",
    "Notice",
    "Webhook",
]
