"""What starts workflows without a person: addresses, schedules, events.

A trigger belongs to a workflow here, not to its graph: export and import leave triggers out, for
they hold secrets and act in somebody's name.
"""
