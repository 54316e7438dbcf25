"""Whole archives: many articles in, tables of what is found in them out, on one machine or many."""
