"""A module for each format; `registry` lists them."""
