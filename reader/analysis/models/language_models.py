"""The models of one language, loaded by Stanza from their folder alone.

Nothing is ever downloaded, and Stanza loads weights only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import stanza
import torch
from stanza.models.common import utils
from stanza.pipeline._constants import NER, TOKENIZE
from stanza.resources.common import PRETRAIN_NAMES

from reader.analysis.findings import ModelStamp
from reader.analysis.models.batches import Batches, Tagger
from reader.analysis.models.encoder_tagger import HEADS, EncoderTagger, load_encoder_tagger
from reader.analysis.models.ner_variant import VARIANT
from reader.analysis.models.quote_processor import QUOTE
from reader.analysis.models.tag_model import StockTagModel
from reader.analysis.models.token_model import StockTokenModel, TokenModel
from reader.analysis.packages import STARTER, LanguagePackage, ModelError, damaged, stamp
from reader.text.span import Span


class LanguageModels:
    """The models of one language, loaded, to be read with in ``threads`` threads.

    Raises ModelError when they cannot be used.
    """

    def __init__(self, package: LanguagePackage, threads: int) -> None:
        self.package = package
        self.stamps: dict[str, ModelStamp] = stamp(package.folder, package.language)
        processors = _load(package).processors
        tokenize, ner = processors[TOKENIZE], processors.get(NER)
        self.quotes = processors[QUOTE]
        taggers: list[Tagger] = []
        trainers = iter(ner.trainers if ner else ())
        self._layers: list[tuple[str, str]] = []
        for name in package.taggers:
            if package.file(NER, name).reads:
                taggers.append(_encoder_tagger(package, name, ner))
                self._layers += [(name, head) for head in HEADS]
            else:
                taggers.append(StockTagModel(next(trainers)))
                self._layers += [(name, use) for use in HEADS if name == getattr(package, use)]
        self._tokenizer = (TokenModel if TokenModel.fits(tokenize) else StockTokenModel)(tokenize)
        self.batches = Batches(self._tokenizer, taggers, threads, use_one_core)

    def tokenize(self, passages: Sequence[str]) -> list[list[Span]]:
        """Return the tokens of each passage, offsets counted from its start; in this thread."""
        use_one_core()

        def run(work: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
            return [work(batch) for batch in batches]

        return [
            [Span(start, end) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
            for tokens in self._tokenizer.tokenize(passages, run)
        ]

    def tags(self, units: Sequence[Sequence[str]], layer: int) -> list[list[str]]:
        """Return the tags of one layer for units of words that are given."""
        return [[tag.name for tag in tags[layer]] for tags in self.batches.tag(units)]

    def layer(self, use: str) -> int | None:
        """Return which of the tags of a passage tell of ``use``: "entities" or "attribution"."""
        wanted = (getattr(self.package, use), use)
        return self._layers.index(wanted) if wanted in self._layers else None


def _load(package: LanguagePackage) -> Any:
    """Return the Stanza pipeline of ``package``.

    ModelError when a model is damaged or of no use.
    """
    for file in damaged(package):
        raise ModelError(
            f"The model {file.path} is damaged (its checksum is not the one in resources.json); "
            "install the models again."
        )
    processors: dict[str, Any] = {TOKENIZE: package.tokenizer, QUOTE: "rules"}
    stock = [name for name in package.taggers if not package.file(NER, name).reads]
    own: dict[str, str] = {}
    if stock:
        processors[NER] = stock
    elif package.taggers:
        processors[NER] = VARIANT
        own["ner_encoder_path"] = str(package.file(NER, package.taggers[0]).path)
    # Stanza finds the files of a folder by its list. Those of two folders are named one by one,
    # beside the list of the folder that the tokenizer is from.
    apart = {} if package.own or not stock else _named_files(package, stock)
    try:
        with _no_optimizers():
            return stanza.Pipeline(
                package.language,
                dir=str(package.folder if package.own else STARTER),
                package=None,
                processors=processors,
                download_method=None,
                verbose=False,
                use_gpu=False,
                quote_check_requirements=NER in processors,
                **own,
                **apart,
            )
    except ModelError:
        raise
    except Exception as error:
        raise _not_loaded(package) from error


def _encoder_tagger(package: LanguagePackage, name: str, ner: Any) -> EncoderTagger:
    """Return the tagger that Stanza's pipeline has, or where that has others, one of its own."""
    variant = getattr(ner, "_variant", None)
    if variant is not None:
        found: EncoderTagger = variant.tagger
        return found
    file = package.file(NER, name)
    try:
        return load_encoder_tagger(file.path)
    except ModelError:
        raise
    except Exception as error:
        raise _not_loaded(package) from error


def _not_loaded(package: LanguagePackage) -> ModelError:
    """Return which file is refused and why, in words of our own.

    The log has those of the library.
    """
    for file in package.files:
        refused = _refusal(file.path)
        if refused:
            return ModelError(
                f"The model {file.path} cannot be loaded: {refused}. Install it again, or choose "
                "others (reader models list)."
            )
    return ModelError(
        f"The models in {package.folder} cannot be loaded: Stanza {stanza.__version__} does not "
        "read this kind. Install them again, or choose others (reader models list)."
    )


def _refusal(path: Path) -> str:
    """Why a file's weights cannot be read, "" where they can."""
    try:
        torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError:
        return "it holds more than weights, and reader runs no code of a model"
    except OSError as fault:
        return f"it cannot be read ({fault.strerror})"
    except Exception:  # noqa: BLE001 a damaged file fails in many ways
        return "it is damaged, or no file of PyTorch"
    return ""


def _named_files(package: LanguagePackage, taggers: Sequence[str]) -> dict[str, str]:
    """Return the settings that name each NER model and what it needs.

    Separated by semicolons in the order of the taggers, "" where one needs nothing of the kind.
    """
    named: dict[str, list[str]] = {"ner_model_path": []}
    for use in PRETRAIN_NAMES:
        named[f"ner_{use}_path"] = []
    for tagger in taggers:
        file = package.file(NER, tagger)
        named["ner_model_path"].append(str(file.path))
        for use in PRETRAIN_NAMES:
            wanted = (str(package.file(*each).path) for each in file.needs if each[0] == use)
            named[f"ner_{use}_path"].append(next(wanted, ""))
    return {setting: ";".join(paths) for setting, paths in named.items()}


@contextmanager
def _no_optimizers() -> Iterator[None]:
    """Keep Stanza's trainers from building optimizers, which only training needs.

    Building one makes torch import its compiler: a second, and a hundred megabytes.
    """
    kept = utils.get_optimizer
    utils.get_optimizer = lambda *_arguments, **_settings: None
    try:
        yield
    finally:
        utils.get_optimizer = kept


def use_one_core() -> None:
    torch.set_num_threads(1)
