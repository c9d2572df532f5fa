"""What a page offers to a test, by what people do there; what must hold is in the tests."""
