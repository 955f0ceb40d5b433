"""`python -m veilproof` is the command line."""

from veilproof.cli import main

if __name__ == "__main__":
    main()
