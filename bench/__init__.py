"""What `make bench` runs: the works of the table in README.md, on fresh databases; no test lives here."""
