"""One program a peer, run by the peer's own interpreter; nothing of Fermata is imported here."""
