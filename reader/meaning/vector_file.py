"""The name of the file of sentence vectors, for those who ask whether it is there."""

FILE = "sentence-vectors.sqlite"
