"""One module for each format that an article can come in."""
