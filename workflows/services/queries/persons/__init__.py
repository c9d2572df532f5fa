"""What is asked about people: who there is, what they have set, who stands in for whom."""
