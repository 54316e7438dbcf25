"""A module for each command: ``arguments`` and ``run``."""
