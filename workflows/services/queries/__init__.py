"""Reading for people and programs: who sees which rows, and the shapes of answers."""
