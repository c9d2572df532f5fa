"""The workflows of the demo's company, in which people of several groups decide; they name its
groups and its calendar, so they are no templates for others."""

from . import access, articles, contracts, expenses, onboarding, refunds

WORKFLOWS = (
    expenses.WORKFLOW,
    access.WORKFLOW,
    contracts.WORKFLOW,
    onboarding.WORKFLOW,
    articles.WORKFLOW,
    refunds.WORKFLOW,
)

__all__ = ["WORKFLOWS"]
