"""The article pane: the text as it is read and marked, drawn line by line."""
