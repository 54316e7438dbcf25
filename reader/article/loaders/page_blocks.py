"""What a page sets inside its paragraphs, lists and tables, put where the extractor keeps it.

The extractor drops every time of day, every figure and what scripts would show, glues loose words
to the headings between them, and counts every list from 1.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import html

from reader.article.loaders.clean_markup import BLOCKS, words_of
from reader.article.loaders.html_lists import list_leads
from reader.article.loaders.inline_markup import drop, unwrap
from reader.article.loaders.page_marks import again_mark, lead_mark

Element = Any
"""A node of lxml, which has no types of its own."""

_ONE_LINE = ("td", "th", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCES = ("p", "li", "td", "blockquote", "h2", "h3", "h4", "dd", "figcaption")
_LOOSE_SENTENCES = ("div", "section", "span")
_LEAST_OF_SENTENCE = 30
_LEAST_OF_STANDFIRST = 80
_LEAST_LOOSE = 25
"""Characters of loose words that are not links, from which they are a paragraph."""
_HOLDERS = ("div", "article", "main", "section", "body", "blockquote", "center", "td")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:side-?note|margin-?note|tooltip(?:-?text)?|popover|hover-?card|"
    r"footnote-(?:content|text|body))(?:$|[\s_-])",
    re.IGNORECASE,
)
_SCRIPTS = re.compile(r"java-?script|cookies|browser", re.IGNORECASE)
_STOP = re.compile(r"[.!?…:;,。！？、]")
_WORD = re.compile(r"\w")


def settle_blocks(root: Element) -> None:
    """Change the tree so that nothing an article says is inside what the extractor throws out."""
    _show_noscript(root)
    _show_times(root)
    _move_asides(root)
    _part_words(root)
    _flatten_cells(root)
    _number_items(root)
    _keep_figures(root)
    _keep_attributions(root)
    _wrap_loose_words(root)
    _lower_sentences(root)
    _mark_repeats(root)


def _show_noscript(root: Element) -> None:
    """Take what a page shows without scripts for the page; mostly it is a picture."""
    for element in list(root.iter("noscript")):
        words = words_of_tree(element)
        if _SCRIPTS.search(words) or not any(len(words_of_tree(p)) > 20 for p in element.iter("p")):
            continue
        unwrap(element)


def _show_times(root: Element) -> None:
    """Unwrap times of day in midst of a sentence."""
    for time in list(root.iter("time")):
        block = next(time.iterancestors(*_SENTENCES, *_LOOSE_SENTENCES), None)
        if block is None or any(is_block(each) for each in block):
            continue
        words, marked = words_of_tree(block), words_of_tree(time)
        least = 0 if block.tag in _SENTENCES else _LEAST_OF_SENTENCE
        if _WORD.search(words.replace(marked, "", 1)) and len(words) - len(marked) > least:
            unwrap(time)


def _move_asides(root: Element) -> None:
    """Put a note in the margin behind the paragraph that it is in."""
    for paragraph in list(root.iter("p", "li", "h2", "h3", "blockquote")):
        notes = [each for each in paragraph.iter() if each is not paragraph and _is_aside(each)]
        behind = paragraph
        for note in notes:
            if note.getparent() is None or not words_of_tree(paragraph):
                continue
            words = words_of_tree(note)
            drop(note)
            if not words or paragraph.tag == "li":
                continue
            made = html.Element("p")
            made.text = words
            behind.addnext(made)
            made.tail, behind.tail = behind.tail, None
            behind = made


def _is_aside(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag == "aside" or element.get("role") in ("note", "tooltip"):
        return True
    return element.tag in ("span", "small", "div") and (
        _ASIDE.search(element.get("class") or "") is not None
    )


def _part_words(root: Element) -> None:
    """Make a line break a space in what becomes one line: a cell, a caption, a heading."""
    for line_break in list(root.iter("br")):
        if next(line_break.iterancestors(*_ONE_LINE), None) is not None:
            line_break.tail = f" {line_break.tail or ''}"
            drop(line_break)


def _flatten_cells(root: Element) -> None:
    """Set the blocks in a cell on one line, which the extractor would leave out or glue."""
    for cell in list(root.iter("td", "th")):
        if not any(is_block(each) for each in cell):
            continue
        if next(cell.iter("table", "h1", "h2", "h3"), None) is not None:
            continue
        inner = list(cell.iter("p", "li", "div", "dt", "dd", "blockquote"))
        leaves = [each for each in inner if not any(is_block(below) for below in each)]
        parts = [words for words in map(words_of_tree, leaves) if words]
        loose = [
            words for words in (cell.text, *(each.tail for each in cell)) if (words or "").strip()
        ]
        if len(parts) < 2 or loose:
            parts = [words_of(cell)]
        for child in list(cell):
            cell.remove(child)
        cell.text = "; ".join(parts)


def _number_items(root: Element) -> None:
    """Mark the items of a list with their numbers, where it does not simply count from 1."""
    for listed in root.iter("ol"):
        items = [each for each in listed if each.tag == "li"]
        said = any(listed.get(name) is not None for name in ("start", "reversed", "type"))
        if said or any(each.get("value") for each in items):
            for item, lead in zip(items, list_leads(listed), strict=False):
                item.text = f"{lead_mark(lead)}{(item.text or '').lstrip()}"


def _keep_figures(root: Element) -> None:
    """Make a plain division of a figure that holds words of the article."""
    for figure in list(root.iter("figure")):
        held = [
            each for each in figure.iter("blockquote", "ul", "ol", "p", "pre", "table")
            if next(each.iterancestors("figcaption"), None) is None and words_of_tree(each)
        ]  # fmt: skip
        if not held:
            continue
        figure.tag = "div"
        figure.attrib.pop("class", None)
        quoted = held[0].tag == "blockquote"
        for caption in list(figure.iter("figcaption")):
            caption.tag = "p" if quoted or held[0].tag != "table" else "caption"
            table = figure.find(".//table")
            if caption.tag == "caption" and table is not None:
                caption.tail, tail = None, caption.tail
                drop_from = caption.getparent()
                drop_from.remove(caption)
                table.insert(0, caption)
                if tail and tail.strip():
                    table.tail = f"{table.tail or ''}{tail}"


def _keep_attributions(root: Element) -> None:
    """Keep a quotation's source in its footer, which the extractor takes for the page's."""
    for quotation in root.iter("blockquote"):
        for part in list(quotation.iter("footer", "figcaption")):
            if not any(each in quotation.iter() for each in part.iterancestors("figure")):
                part.tag = "p"


def _wrap_loose_words(root: Element) -> None:
    """Make paragraphs of the words that stand loose between the blocks of an element."""
    for holder in list(root.iter(*_HOLDERS)):
        if any(is_block(each) for each in holder):
            wrapped = [_wrap(run) for run in _loose_runs(holder)]
            # The extractor throws short divisions out that it would keep as paragraphs.
            if any(wrapped) and holder.tag == "div" and not holder.attrib:
                unwrap(holder)


def _lower_sentences(root: Element) -> None:
    """Make a paragraph of a heading that is a sentence: a standfirst, which would be left out."""
    for heading in list(root.iter("h2", "h3", "h4", "h5", "h6")):
        words = words_of_tree(heading)
        if words.endswith((".", "。")) and len(words) >= _LEAST_OF_STANDFIRST:
            heading.tag = "p"


def _mark_repeats(root: Element) -> None:
    """Make a paragraph differ from the one before it that says the same."""
    last, said, number = None, "", 0
    for paragraph in root.iter("p", "div", "li"):
        if any(is_block(each) for each in paragraph):
            continue
        words = words_of_tree(paragraph)
        again = words == said and paragraph.getprevious() is last
        last, said, number = paragraph, words, number + 1 if again else 0
        if words and number:
            inner = paragraph[-1] if len(paragraph) else None
            if inner is None:
                paragraph.text = f"{paragraph.text}{again_mark(number)}"
            else:
                inner.tail = f"{inner.tail or ''}{again_mark(number)}"


def _loose_runs(holder: Element) -> list[tuple[Element, Element | None, list[Element]]]:
    """Each run as the holder, the block that it comes after, and the inline elements in it."""
    runs: list[tuple[Element, Element | None, list[Element]]] = [(holder, None, [])]
    for child in holder:
        if is_block(child):
            runs.append((holder, child, []))
        else:
            runs[-1][2].append(child)
    return runs


def _wrap(run: tuple[Element, Element | None, list[Element]]) -> bool:
    """Make paragraphs of a run of loose words; whether they were worth it."""
    holder, before, inline = run
    first = (before.tail if before is not None else holder.text) or ""
    loose = [first, *(each.tail or "" for each in inline)]
    unlinked = [
        words_of_tree(each) for each in inline if each.tag != "a" and not each.findall(".//a")
    ]
    said = " ".join(" ".join((*loose, *unlinked)).split())
    if len(said) < _LEAST_LOOSE or not (holder.tag == "blockquote" or _STOP.search(said)):
        return False
    paragraph = html.Element("p")
    paragraph.text = first
    if before is not None:
        before.tail = None
        before.addnext(paragraph)
    else:
        holder.text = None
        holder.insert(0, paragraph)
    made = [paragraph]
    for number, each in enumerate(inline):
        double = each.tag == "br" and number and inline[number - 1].tag == "br"
        if double and not (inline[number - 1].tail or "").strip() and made[-1] is not None:
            tail = each.tail
            each.getparent().remove(each)
            fresh = html.Element("p")
            fresh.text = tail
            made[-1].addnext(fresh)
            made.append(fresh)
            continue
        made[-1].append(each)
    for one in made:
        if not words_of_tree(one) and one.find(".//img") is None:
            one.getparent().remove(one)
    return True


def is_block(element: Element) -> bool:
    """Return whether an element begins a line of its own, or holds one that does."""
    if not isinstance(element.tag, str):
        return False
    return element.tag in BLOCKS or any(is_block(each) for each in element)


def words_of_tree(element: Element) -> str:
    """Return all words below an element on one line."""
    return " ".join(element.text_content().split())
