"""Builds and scores the models of the starter package."""
