"""Server-rendered pages: shell, sign-in, health. No JSON API here."""
