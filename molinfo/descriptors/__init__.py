"""Structure to numbers."""
