"""Names that the company's workflows have in common: its groups, its calendar, its currencies."""

MANAGERS, FINANCE, IT_DESK, BOARD = "managers", "finance", "it-desk", "board"
AUTHORS = "authors"

OFFICE = "office"
"""The slug of the calendar of office hours."""

CURRENCIES = ("EUR", "GBP", "USD")
