"""Review mode: the queue of an article, one item after the other."""
