"""Compiled loops over atoms and bonds; absent where no compiler was found at installation."""
