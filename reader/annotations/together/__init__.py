"""Two people's notes: merged, compared, and how far they agree."""
