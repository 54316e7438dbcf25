"""The desk as a library: its rows, filters, index of words, and what comes to it."""
