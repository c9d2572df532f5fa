"""Tables of workspaces: which there are, and who belongs to them."""

from .belonging import DEFAULT, WorkspaceKey
from .membership import Membership
from .workspace import Workspace

__all__ = [
    "DEFAULT",
    "Membership",
    "Workspace",
    "WorkspaceKey",
]
