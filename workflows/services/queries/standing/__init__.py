"""Who asks and who is asked: what of people and tasks the rule of decision is given."""
