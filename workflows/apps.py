"""The Django app's registration; nothing is started here."""

from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured


class WorkflowsConfig(AppConfig):
    """Register the app and its system checks."""

    name = "workflows"
    verbose_name = "Workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the system checks known, and say where node classes are to be found."""
        from workflows import checks  # noqa: F401
        from workflows.adapters import credentials as kept
        from workflows.adapters import mail
        from workflows.adapters.operating import traces
        from workflows.adapters.people import addresses, privileges
        from workflows.adapters.personal import sealing
        from workflows.adapters.upkeep import faultpoints
        from workflows.adapters.workspaces import places
        from workflows.conf import load_conf, own_services
        from workflows.engine import faults
        from workflows.nodes import discovery
        from workflows.nodes.connect import credentials, email, hiding, wire
        from workflows.services.people import sessions, watching

        try:
            traces.configure(load_conf().traces_url)
        except traces.Missing as error:
            raise ImproperlyConfigured(str(error)) from None
        addresses.connect()
        sealing.connect()
        places.connect()
        privileges.connect()
        sessions.connect()
        watching.connect()
        wire.configure(load_conf().http_allow, own_services())
        email.configure(mail.send)
        credentials.configure(kept.find)
        faults.configure(hiding.hidden)
        if (folder := load_conf().faults) is not None:
            faultpoints.arm(folder)
        installed = [config.name for config in apps.get_app_configs()]
        discovery.configure(installed, load_conf().modules)
        _refuse_clashes()


def _refuse_clashes() -> None:
    """End every command when two workflows have one name, or a step calls what nobody registered.

    Raises ``ImproperlyConfigured``. A module that cannot be imported is told by the checks.
    """
    from workflows.engine.errors import Invalid
    from workflows.nodes import discovery

    try:
        discovery.default_functions().check()
    except discovery.DiscoveryError:
        return
    except Invalid as error:
        raise ImproperlyConfigured(error.message) from None
