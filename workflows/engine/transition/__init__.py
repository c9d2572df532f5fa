"""The path on which every change of a run goes, and the delivery of what runs tell each other."""

from .path import apply, claim
from .relay import deliver_now, relay, send_signal

__all__ = ["apply", "claim", "deliver_now", "relay", "send_signal"]
