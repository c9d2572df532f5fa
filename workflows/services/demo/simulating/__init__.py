"""A month of work, played in memory by the engine itself: stories, the stage they are played on,
and the hours that people keep. Nothing here reads or writes the database."""
