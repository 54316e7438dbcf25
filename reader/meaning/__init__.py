"""What sentences mean to a check: how alike two are, how much one is worth a check."""
