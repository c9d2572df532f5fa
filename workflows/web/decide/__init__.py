"""The page behind mail links: a task is looked at and decided without the application."""
