"""What is inside an article's own element and is not the article.

The extractor leaves out navigation, comments and banners by their names; what pages put between
the paragraphs is known by its words: advertising labels, links to other stories, the box that
asks to subscribe, and what AMP pages hold besides.
"""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_AMP = (
    "amp-ad", "amp-analytics", "amp-consent", "amp-embed", "amp-lightbox", "amp-list",
    "amp-sidebar", "amp-social-share", "amp-sticky-ad", "amp-subscriptions-dialog",
    "amp-user-notification", "template",
)  # fmt: skip
_LABEL = re.compile(
    r"(?:advertisement|advertising|sponsored(?: content)?|anzeige|werbung|publicité|publicidad|"
    r"pubblicità|annons|annonse|annonce|reklama|mainos|"
    r"story continues below(?: advertisement)?|"
    r"article continues (?:below|after) (?:this |the )?ad(?:vertisement)?|"
    r"share(?: (?:on|via|this|this article))?|partager(?: sur)?|teilen(?: auf)?|"
    r"compartir(?: en)?|condividi(?: su)?|"
    r"(?:published|updated|publié|mis à jour|veröffentlicht|aktualisiert|stand|publicado)\b"
    r"[^.!?]{0,40}\b\d{4}\b[^.!?]{0,20})[.:]?",
    re.IGNORECASE,
)
_OTHER_STORY = re.compile(
    r"(?:read (?:more|also|next|this)|also read|see also|more on this|related|recommended|"
    r"don['’]t miss|lesen sie auch|mehr dazu|mehr zum thema|siehe auch|lire aussi|à lire aussi|"
    r"sur le même sujet|lea también|le puede interesar|más información|leggi anche|"
    r"leia (?:também|mais)|läs (?:mer|också)|les også|læs også|lue myös|czytaj (?:też|także)|"
    r"přečtěte si|čtěte také|lees ook)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"subscri|sign in|sign up|log in|already a member|unlimited access|free trial|register to|"
    r"abonn|angemeldet|weiterlesen|s’abonner|suscr[ií]b|inicia sesión|abbonati|assine",
    re.IGNORECASE,
)
_WALLS = re.compile(r"paywall|regwall|subscri|piano-|tp-modal|metered|gateway|offer", re.IGNORECASE)
_UNSEEN = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"))
"""The usual classes of what is spoken to the blind alone: “opens in a new window”."""
_BLOCKS = ("p", "div", "section", "ul", "ol", "table", "article")
_MOST_WORDS_OF_A_BOX = 80
_LONGEST_LINK = 200


def drop_clutter(root: Element) -> None:
    """Take out of a page's tree what is not the article."""
    for name in (*_AMP, "button"):
        for element in list(root.iter(name)):
            element.drop_tree()
    for element in list(root.iter("p", "div", "span", "section", "aside", "h2", "h3", "h4", "li")):
        if element.getparent() is not None and (_is_clutter(element) or _is_hidden(element)):
            element.drop_tree()


def _is_hidden(element: Element) -> bool:
    """Return whether few words are not shown on the screen.

    Of many a script may show them later.
    """
    classes = (element.get("class") or "").split()
    hidden = "hidden" in element.attrib or not _UNSEEN.isdisjoint(classes)
    return hidden and len(element.text_content().split()) < _MOST_WORDS_OF_A_BOX


def _is_clutter(element: Element) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if _WALLS.search(named):
        words = element.text_content()
        return len(words.split()) < _MOST_WORDS_OF_A_BOX and _ASKS.search(words) is not None
    if len(element) > 4 or any(child.tag in _BLOCKS for child in element):
        return False
    words = " ".join(element.text_content().split())
    if not words or len(words) > _LONGEST_LINK:
        return False
    if _LABEL.fullmatch(words):
        return True
    found = _OTHER_STORY.match(words) if element.tag in ("p", "div", "li") else None
    if found is None:
        return False
    linked = sum(len(" ".join(each.text_content().split())) for each in element.iter("a"))
    return linked >= len(words) - found.end() - 4 and linked > 0
