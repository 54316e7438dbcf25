from __future__ import annotations

from reader.text.sentences import sentences

ALLOWED_WRONG = 0.01


def test_sentences_of_the_seeds_are_split_as_a_reader_would(seeds):
    missed, total = [], 0
    for seed in seeds:
        text = seed.article.text
        found = {
            (span.start, span.end)
            for block in seed.article.blocks
            for span in sentences(text, block.start, block.end)
        }
        for start, end in seed.gold["sentences"]:
            total += 1
            if (start, end) not in found:
                missed.append(f"{seed.name}: {text[start:end]}")
    print(f"{total - len(missed)} of {total} sentences as in the gold")
    print(*missed, sep="\n")
    assert total > 150
    assert len(missed) <= ALLOWED_WRONG * total, "\n".join(missed)
