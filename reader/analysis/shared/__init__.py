"""One engine for all terminals of a user: where it is, how it is joined, its program."""
