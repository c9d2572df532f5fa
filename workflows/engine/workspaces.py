"""Names within a workspace as the engine, which knows one space of names, tells them apart; who
belongs to a workspace is not known here.

The name of a workflow is its slug in the default workspace and ``<number>/<slug>`` in every other,
so that logs from before there were workspaces mean what they meant. A slug has no slash, and what a
graph names is always looked for beside the workflow that names it.
"""

from __future__ import annotations

from .callbacks import CALLBACK

DEFAULT = 1
"""The workspace that everything belongs to which names none."""

_SIGNAL = "workspace:"
_NOWHERE = "|"


def name_in(workspace: int, slug: str) -> str:
    """Give the engine's name of a workflow; what is no slug names nothing anywhere."""
    plain = slug.replace("/", _NOWHERE)
    return plain if workspace == DEFAULT else f"{workspace}/{plain}"


def parted(name: str) -> tuple[int, str]:
    """Give workspace and slug of the engine's name of a workflow."""
    workspace, slash, slug = name.partition("/")
    return (int(workspace), slug) if slash and workspace.isdecimal() else (DEFAULT, name)


def beside(name: str, slug: str) -> str:
    """Give the engine's name of the workflow that one of this name calls ``slug``."""
    return name_in(parted(name)[0], slug)


def slug_of(name: str) -> str:
    """Give the slug of the engine's name of a workflow."""
    return parted(name)[1]


def subject_in(workspace: int, subject: str) -> str:
    """Give the name under which the key of a subject is kept: workspaces share no keys."""
    return subject if workspace == DEFAULT else f"{_SIGNAL}{workspace}:{subject}"


def signal_in(workspace: int, name: str) -> str:
    """Give the engine's name of a signal, which is heard in one workspace alone.

    Callbacks name a run, and so need nothing more. Whoever types such a name gets another one.
    """
    if name.startswith(CALLBACK) or (workspace == DEFAULT and not name.startswith(_SIGNAL)):
        return name
    return f"{_SIGNAL}{workspace}:{name}"


def signal_parted(name: str) -> tuple[int, str]:
    """Give workspace and name as people know it of the engine's name of a signal."""
    if not name.startswith(_SIGNAL):
        return DEFAULT, name
    workspace, _, plain = name.removeprefix(_SIGNAL).partition(":")
    return int(workspace), plain


def signal_beside(workflow: str, name: str) -> str:
    """Give the engine's name of the signal that a workflow of this name calls ``name``."""
    return signal_in(parted(workflow)[0], name)
