"""`python -m takarusim` is the command line."""

from takarusim.cli import main

if __name__ == "__main__":
    main()
