"""The HTTP API: explicit serializers, one file a resource. No decisions are made here."""
