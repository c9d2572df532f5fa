"""What the product can do, one function a verb; no HTTP and no tables of its own."""
