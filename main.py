"""Starts the window, or a command: `python main.py --help`."""

from studio.start import main

if __name__ == "__main__":
    main()
