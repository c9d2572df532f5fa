"""What telling people asks the database: what happened, who is asked, who wants to be told how."""
