"""The TinyDB file with its journal: read, followed, written, compacted, rescued."""
