"""`python -m molinfo` is the command `molinfo`."""

from molinfo.cli import main

if __name__ == "__main__":
    main()
