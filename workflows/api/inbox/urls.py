"""Addresses of the inbox below /api/."""

from django.urls import URLPattern, path

from . import acts, files, tasks, views

TASK = "tasks/<uuid:task_id>/"

urlpatterns: list[URLPattern] = [
    path("suspensions/", tasks.SuspensionsView.as_view(), name="api-suspensions"),
    path("tasks/", tasks.TasksView.as_view(), name="api-tasks"),
    path("tasks/counts/", tasks.CountsView.as_view(), name="api-tasks-counts"),
    path("tasks/upcoming/", tasks.UpcomingView.as_view(), name="api-tasks-upcoming"),
    path("tasks/decide/", tasks.DecideManyView.as_view(), name="api-tasks-decide"),
    path("tasks/undo/", tasks.UndoManyView.as_view(), name="api-tasks-undo"),
    path(TASK, tasks.TaskView.as_view(), name="api-task"),
    path(f"{TASK}decide/", tasks.DecideView.as_view(), name="api-task-decide"),
    path(f"{TASK}undo/", acts.UndoView.as_view(), name="api-task-undo"),
    path(f"{TASK}claim/", acts.ClaimView.as_view(), name="api-task-claim"),
    path(f"{TASK}release/", acts.ReleaseView.as_view(), name="api-task-release"),
    path(f"{TASK}delegate/", acts.DelegateView.as_view(), name="api-task-delegate"),
    path(f"{TASK}comment/", acts.CommentView.as_view(), name="api-task-comment"),
    path(f"{TASK}ask/", acts.AskView.as_view(), name="api-task-ask"),
    path(f"{TASK}nudge/", acts.NudgeView.as_view(), name="api-task-nudge"),
    path(f"{TASK}priority/", acts.PriorityView.as_view(), name="api-task-priority"),
    path(f"{TASK}draft/", acts.DraftView.as_view(), name="api-task-draft"),
    path("attachments/", files.FilesView.as_view(), name="api-files"),
    path("attachments/<uuid:file_id>/", files.FileView.as_view(), name="api-file"),
    path("views/", views.ViewsView.as_view(), name="api-views"),
    path("views/<int:view_id>/", views.ViewView.as_view(), name="api-view"),
]
