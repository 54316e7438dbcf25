"""Ground floor, pure: spans, runs, wrapping, graphemes and cells, sentences, words, finding."""
