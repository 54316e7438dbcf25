"""What the person says: records, the store over a TinyDB file, history."""
