"""Examples that are written as Python functions; those drawn as graphs stand beside this folder."""

from .deployment import deployment_approval, service_check
from .documents import document_processing
from .fan_out import multi_source_fan_out
from .names import named_steps
from .research import research_pipeline

__all__ = [
    "deployment_approval",
    "document_processing",
    "multi_source_fan_out",
    "named_steps",
    "research_pipeline",
    "service_check",
]
