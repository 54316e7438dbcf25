"""Looks after the notes: checks, backups, and what is removed for good."""
