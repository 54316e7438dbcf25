"""Read, annotate and fact-check an article in the terminal."""

__version__ = "0.1.0"
