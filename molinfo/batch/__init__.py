"""A row function over many rows; knows no chemistry."""
