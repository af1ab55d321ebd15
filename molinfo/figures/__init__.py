"""Structure to picture."""
