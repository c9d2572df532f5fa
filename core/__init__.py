"""The project: configuration only. Behaviour lives in `workflows`."""
