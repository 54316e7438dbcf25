from __future__ import annotations

import itertools
import json
import shutil
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.analysis.models.batches import Cancelled
from reader.analysis.packages import STARTER, ModelError, stamp
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from tests.analysis.small_tagger import small_tagger

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.analysis.models.pipeline import Pipeline

pytestmark = pytest.mark.stanza

ArticleOf = Callable[..., Article]
LONGEST_WAIT = 120.0

REPORT = """BERGEN — The harbour froze on Tuesday, the ferry company Fjordline said.
“No boat will leave before Friday,” said Ada Holm, its director.
At least 15 boats were damaged, Holm said. 😀 Naïve café owners in Ålesund lost 22 more."""


def test_findings_hold_offsets_into_the_article(pipeline: Pipeline, article_of: ArticleOf) -> None:
    article = article_of(REPORT)
    found = pipeline.analyze(article.text, article.blocks)
    assert found.fingerprint == fingerprint(REPORT)
    assert found.language == "en"
    assert found.notices == ()
    assert found.models == stamp(STARTER)
    assert any(entity.text == "Ada Holm" for entity in found.entities)
    for entity in found.entities:
        assert REPORT[entity.start : entity.end] == entity.text
    for figure in found.figures:
        assert REPORT[figure.start : figure.end] == figure.text
    direct = [quote for quote in found.quotes if quote.kind == "direct"]
    assert [(quote.text, quote.speaker) for quote in direct] == [
        ("No boat will leave before Friday,", "Ada Holm")
    ]
    assert [span.slice(REPORT) for span in found.tokens][:4] == ["BERGEN", "—", "The", "harbour"]
    assert found.sentences[0].slice(REPORT).startswith("BERGEN")
    ends = [token.end for token in found.tokens]
    assert all(sentence.end in ends for sentence in found.sentences)


def test_a_caption_that_occurs_twice_is_read_once(pipeline: Pipeline) -> None:
    text = "Ada Holm in Bergen.\nAda Holm in Bergen.\n"
    blocks = (Block("caption", 0, 19), Block("caption", 20, 39, duplicate_of=0))
    found = pipeline.analyze(text, blocks)
    assert found.tokens
    assert all(token.end <= 19 for token in found.tokens)
    assert all(entity.end <= 19 for entity in found.entities)


def test_articles_read_together_are_read_as_if_alone(
    pipeline: Pipeline, article_of: ArticleOf
) -> None:
    texts = [REPORT, "", "Oslo.", REPORT * 30, "Il a dit non. " * 20, REPORT[:90]]
    articles = [article_of(text) for text in texts]
    together = list(pipeline.analyze_many(articles))
    alone = [pipeline.analyze(one.text, one.blocks, title=one.title) for one in articles]
    assert [_unscored(one) for one in together] == [_unscored(one) for one in alone]
    # With 16 bits a sum depends on what else is in the batch.
    for one, other in zip(together, alone, strict=True):
        assert _scores(one) == pytest.approx(_scores(other), abs=0.01)


def _unscored(found: Findings) -> Findings:
    return replace(
        found,
        entities=tuple(replace(each, score=None) for each in found.entities),
        quotes=tuple(replace(each, score=None) for each in found.quotes),
    )


def _scores(found: Findings) -> list[float]:
    return [each.score or 0.0 for each in (*found.entities, *found.quotes)]


def test_no_articles_give_no_findings(pipeline: Pipeline) -> None:
    assert list(pipeline.analyze_many([])) == []


@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀👩‍👩‍👧 " * 50, "“" * 2000, "a" * 5000, "\x00\x1b[31m\ud800", "word\n" * 500],
    ids=["empty", "blank", "emoji", "marks", "one word", "controls", "lines"],
)
def test_odd_texts_do_no_harm(pipeline: Pipeline, text: str) -> None:
    found = pipeline.analyze(text, [Block("paragraph", 0, len(text))])
    for span in (*found.tokens, *found.sentences):
        assert 0 <= span.start < span.end <= len(text)


def test_a_long_paragraph_without_sentence_ends_is_read_to_its_end(pipeline: Pipeline) -> None:
    text = "boats and Ada Holm and " * 500
    found = pipeline.analyze(text, [Block("paragraph", 0, len(text))])
    assert found.tokens[-1].end == len(text.rstrip())
    assert found.entities[-1].start > 0.9 * len(text)


def test_progress_counts_paragraphs_up_to_all(pipeline: Pipeline, article_of: ArticleOf) -> None:
    article = article_of(REPORT * 40)
    report: list[tuple[int, int]] = []
    pipeline.analyze(
        article.text, article.blocks, progress=lambda done, units: report.append((done, units))
    )
    assert report[0] == (0, len(article.blocks))
    assert report[-1] == (len(article.blocks), len(article.blocks))
    assert report == sorted(report)
    assert len(report) > 3


def test_work_stops_between_batches_once_cancelled(
    pipeline: Pipeline, article_of: ArticleOf
) -> None:
    article = article_of(REPORT * 100)
    report: list[int] = []
    counted, asked, under_way = itertools.count(), itertools.count(1), threading.Event()
    pipeline.analyze(article.text, article.blocks, cancelled=lambda: next(counted) < 0)
    batches = next(counted)

    def tell(done: int, units: int) -> None:
        report.append(done)
        if done > 0:
            under_way.set()

    def cancelled() -> bool:
        # The threads may be through with every batch before the first is reported: the last waits.
        if next(asked) == batches:
            under_way.wait(LONGEST_WAIT)
        return under_way.is_set()

    with pytest.raises(Cancelled):
        pipeline.analyze(article.text, article.blocks, progress=tell, cancelled=cancelled)
    assert 0 < report[-1] < len(article.blocks)
    assert pipeline.analyze(REPORT, article_of(REPORT).blocks).entities


def test_a_language_without_models_is_reported_and_marks_are_used(pipeline: Pipeline) -> None:
    text = (
        "La compagnie a déclaré mardi qu'aucun bateau ne partirait. "
        "« Nous attendons la fin de la tempête », a dit la directrice du port."
    )
    found = pipeline.analyze(text, [Block("paragraph", 0, len(text))])
    assert found.language == "fr"
    assert found.notices == ("No model for French: only quotation marks were used.",)
    assert set(found.models) == {"quotes"}
    assert found.entities == ()
    assert [quote.text for quote in found.quotes] == ["Nous attendons la fin de la tempête"]


def test_what_the_source_says_counts_where_the_text_is_too_short(pipeline: Pipeline) -> None:
    blocks = [Block("paragraph", 0, 4)]
    assert pipeline.analyze("Oui.", blocks, language="fr-CA").language == "fr"
    assert pipeline.analyze("Oui.", blocks).language == "en"


def test_damaged_models_are_reported_in_one_sentence(tmp_path: Path) -> None:
    from reader.analysis.models.pipeline import Pipeline

    folder = tmp_path / "models"
    shutil.copytree(STARTER, folder)
    model = folder / "en/ner/joint.pt"
    model.write_bytes(model.read_bytes()[:-5000])
    with pytest.raises(ModelError, match="is damaged") as error:
        Pipeline(folder)
    assert str(model) in str(error.value)

    resources = json.loads((folder / "resources.json").read_text())
    del resources["en"]["ner"]["joint"]["md5"]
    (folder / "resources.json").write_text(json.dumps(resources))
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        Pipeline(folder)
    assert "\n" not in str(error.value)


class _NoWeight:
    """What only code can bring back."""


@pytest.mark.parametrize("content", ["an object", "words", "a zip", "other weights", "no list"])
def test_a_refused_model_is_named_with_what_to_do(tmp_path: Path, content: str) -> None:
    import torch

    from reader.analysis.models.pipeline import Pipeline

    folder = tmp_path / "models"
    shutil.copytree(STARTER, folder)
    resources = json.loads((folder / "resources.json").read_text())
    for models in (resources["en"]["ner"], resources["en"]["tokenize"]):
        for each in models.values():
            each.pop("md5", None)
    (folder / "resources.json").write_text(json.dumps(resources))
    model = folder / "en/ner/joint.pt"
    if content == "words":
        model.write_bytes(b"no model at all")
    elif content == "a zip":
        with zipfile.ZipFile(model, "w") as archive:
            archive.writestr("a.txt", "a")
    else:
        state = {"an object": {"model": _NoWeight()}, "other weights": {"model": {"a": 1}}}
        torch.save(state.get(content, [1, 2]), model)
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        Pipeline(folder)
    sentence = str(error.value)
    assert "reader models" in sentence
    assert str(model if content in ("an object", "words", "a zip") else folder) in sentence
    for words in ("torch.", "weights_only", "Unpickl", "Error", "_NoWeight", "\n"):
        assert words not in sentence


def test_a_package_without_attribution_says_what_it_does_not_do(
    tmp_path: Path, article_of: ArticleOf
) -> None:
    from reader.analysis.models.pipeline import Pipeline

    folder = tmp_path / "models"
    shutil.copytree(STARTER, folder)
    resources = json.loads((folder / "resources.json").read_text())
    shutil.copy(small_tagger(), folder / "en/ner/small.pt")
    resources["en"]["ner"]["small"] = {}
    resources["en"]["packages"] = {"names": {"tokenize": "starter", "ner": "small"}}
    (folder / "resources.json").write_text(json.dumps(resources))
    found = Pipeline(folder, threads=1).analyze(REPORT, article_of(REPORT).blocks)
    assert any(entity.text == "Ada Holm" for entity in found.entities)
    assert "only quotation marks" in found.notices[0]
    assert set(found.models) == {"entities", "quotes"}
