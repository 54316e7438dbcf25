"""A small NER tagger of Stanza's own make that finds two names, trained in a second."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

NAMED = {"Ada Holm": "Person", "Fjordline": "Organization"}
SENTENCES = (
    "The harbour froze on Tuesday , the ferry company Fjordline said .",
    "“ No boat will leave before Friday , ” said Ada Holm , its director .",
    "She told Fjordline to wait for the thaw .",
    "De haven is dinsdag bevroren , zei de veerdienst .",
    "„ Voor vrijdag vaart er geen boot , ” zei directeur Ada Holm .",
)


@cache
def small_tagger() -> Path:
    """Return the file of the tagger, the same one for a whole run of tests."""
    import torch
    from stanza.models import ner_tagger
    from stanza.models.common.doc import Document
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer

    torch.manual_seed(5)
    rows = [
        [
            {"id": (number,), "text": word, "ner": tag}
            for number, (word, tag) in enumerate(_tagged(sentence.split()), 1)
        ]
        for sentence in SENTENCES
    ]
    args = ner_tagger.parse_args([]) | {
        "shorthand": "en_small",
        "hidden_dim": 16,
        "char_hidden_dim": 12,
        "char_emb_dim": 8,
        "word_emb_dim": 0,
        "dropout": 0.0,
        "word_dropout": 0.0,
        "locked_dropout": 0.0,
        "optim": "adam",
        "lr": 2e-2,
        "device": "cpu",
    }
    loader = DataLoader(Document(rows), 8, args)
    trainer = Trainer(args=args, vocab=loader.vocab, device="cpu")
    for _ in range(40):
        for batch in loader:
            trainer.update(batch)
    folder = Path(tempfile.mkdtemp(prefix="small-tagger-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    trainer.save(str(folder / "small.pt"))
    return folder / "small.pt"


def _tagged(words: list[str]) -> list[tuple[str, str]]:
    tags = ["O"] * len(words)
    for name, label in NAMED.items():
        own = name.split()
        for at in range(len(words) - len(own) + 1):
            if words[at : at + len(own)] == own:
                tags[at : at + len(own)] = (
                    [f"S-{label}"] if len(own) == 1 else [f"B-{label}", f"E-{label}"]
                )
    return list(zip(words, tags, strict=True))
