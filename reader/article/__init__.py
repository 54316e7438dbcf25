"""What is read: articles, their blocks, anchors on them, and a loader for each format."""
