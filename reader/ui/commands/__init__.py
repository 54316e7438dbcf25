"""What each command does, by subject; the screen looks them up by their id."""
