"""The Django app's registration; nothing is started here."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """Register the app and its system checks."""

    name = "workflows"
    verbose_name = "Workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the system checks known."""
        from workflows import checks  # noqa: F401
