"""The figures of the dashboard, as they are counted; how they are put together is the services'."""
