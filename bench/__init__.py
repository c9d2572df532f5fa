"""What `make bench` runs: the works of README.md on fresh databases; no test lives here."""
