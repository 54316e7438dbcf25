"""What the machine finds: findings, the Stanza pipeline, the engine process and its cache."""
