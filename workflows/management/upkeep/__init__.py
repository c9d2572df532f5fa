"""The commands that look after an installation; an app of its own, as Django reads a folder each.

They act in nobody's name and need no user.
"""
