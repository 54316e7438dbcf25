"""One module for each format that notes leave or come in by."""
