"""Pages over the reading screen: a list of many rows, filtered while one types."""
