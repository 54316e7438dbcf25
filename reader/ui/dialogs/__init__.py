"""What opens over the reading screen: the note editor, help, cards and choices."""
