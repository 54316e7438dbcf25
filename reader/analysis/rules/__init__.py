"""Pure rules from tagged words to quotes, speakers, names and figures."""
