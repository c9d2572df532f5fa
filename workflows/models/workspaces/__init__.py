"""Tables of workspaces: which there are, who belongs to them, who may do what to a workflow."""

from .belonging import DEFAULT, WorkspaceKey
from .grant import WorkflowGrant
from .membership import Membership
from .workspace import Workspace

__all__ = [
    "DEFAULT",
    "Membership",
    "WorkflowGrant",
    "Workspace",
    "WorkspaceKey",
]
