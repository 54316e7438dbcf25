"""What is inside an article's own element and is not the article.

The extractor leaves out navigation, comments and banners by their names; what pages put between
the paragraphs is known by its words: advertising labels, links to other stories, the box that
asks to subscribe, and what AMP pages hold besides.
"""

from __future__ import annotations

import re
from typing import Any

from reader.article.loaders.folded_panels import open_panels

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
    r"view this (?:post|video|reel|photo) on \w+|a (?:post|video) shared by [^.!?]{1,80}|"
    r"article continues (?:below|after) (?:this |the )?ad(?:vertisement)?|"
    r"share(?: (?:on|via|this|this article))?|partager(?: sur)?|teilen(?: (?:auf|mit))?|share with|"
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
    r"přečtěte si|čtěte také|lees ook|lea(?: más)?:|vea también|mir[ae]:|puedes ver|schon gelesen|"
    r"dowiedz się więcej|te recomendamos|lesen sie mehr|mehr lesen)(?!\w)",
    re.IGNORECASE,
)
_OTHER_STORIES = re.compile(
    r"(?:(?:das|dies|diese[rs]? \w+) könnten? (?:sie|dich|euch) (?:auch )?interessieren|"
    r"sie könnten auch an folgenden artikeln interessiert sein|(?:auch|mehr) interessante?s?|"
    r"(?:weitere|aktuell(?:st)?e|empfohlene|ähnliche|verwandte|neueste) (?:beiträge|artikel|themen|"
    r"meldungen|nachrichten|informationen|pressemitteilungen)|mehr (?:zum thema|themen|von|aus)|"
    r"top-themen|zum weiterlesen|auch auf|lesen sie auch|"
    r"(?:related|recommended|more|latest|further|popular|top) "
    r"(?:stories|articles|posts|news|content|reading|coverage|links|from|on)|"
    r"you (?:may|might) also (?:like|be interested in)|"
    r"more (?:like this|on this (?:story|topic))|what to read next|keep reading|read more|"
    r"(?:notas|artículos|noticias|contenidos?|temas) relacionad[oa]s?|más (?:sobre|noticias|de|en)|"
    r"te puede interesar|también te puede interesar|"
    r"(?:articles?|sujets?|contenus?) (?:liés|similaires|associés|connexes)|"
    r"sur le même (?:sujet|thème)|"
    r"(?:artigos|notícias|conteúdos) relacionad[oa]s|leia também|"
    r"(?:articoli|notizie) (?:correlat[ie]|simili)|potrebbe interessarti|"
    r"(?:polecane|podobne|powiązane) (?:artykuły|tematy|wpisy)|zobacz (?:też|także|również))"
    r"(?:\W.{0,40})?",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:subscribe (?:now|today|to)|sign up (?:to|for)|never miss|stay up[- ]to[- ]date|"
    r"follow (?:us|the [\w ]{2,30}) on (?:twitter|facebook|instagram|x\b|telegram|whatsapp)|"
    r"for the latest (?:stories|news)|"
    r"to (?:view|read) the (?:full|rest of th[ei]s?) (?:story|article)|"
    r"if you(?:’|')re seeing this message|if you enjoyed (?:reading )?this|"
    r"download (?:our|the) app|"
    r"get the latest news|join our (?:newsletter|mailing list|telegram|whatsapp)|"
    r"(?:melden sie sich|jetzt) (?:hier )?(?:zum|für den|für unseren) newsletter|"
    r"zum newsletter anmelden|"
    r"abonnieren sie (?:unseren|jetzt|den)|mit unserem newsletter|"
    r"suscríb(?:ete|ase)|únete (?:a|desde)|hazte (?:socio|miembro)|"
    r"inscrivez-vous|abonnez-vous|iscriviti|assine (?:já|nossa|a nossa)|"
    r"zapraszamy .{0,20}subskrypcj)",
    re.IGNORECASE,
)
"""How a page asks its reader for something at the start of a line of its own."""
_LONGEST_CALL = 300
_SPEECH = re.compile(r"[“”„«»\"]|\bsaid\b")
_ON_BEHALF = re.compile(
    r"\b(?:our|us|we|you|your|newsletter|subscri\w+|app|twitter|facebook|instagram|telegram|whatsapp|"
    r"stories|news|story|article|post|unser\w*|uns|wir|sie|dich|dir|du|nuestr\w+|tu|nos|notre|vous|"
    r"vostr\w+|noss\w+|subskrypcj\w*)\b",
    re.IGNORECASE,
)
"""Words of those who run the page, and of what they offer."""
_REST = re.compile(
    r"more|rest|full|expand|continu|collaps|accordion|read|body|content|article|story",
    re.IGNORECASE,
)
"""Names of what a page shows of its article when it is asked to."""
_ASKS = re.compile(
    r"subscri|sign in|sign up|log in|already a member|unlimited access|free trial|register to|"
    r"abonn|angemeldet|weiterlesen|s’abonner|suscr[ií]b|inicia sesión|abbonati|assine",
    re.IGNORECASE,
)
_WALLS = re.compile(r"paywall|regwall|subscri|piano-|tp-modal|metered|gateway|offer", re.IGNORECASE)
_UNSEEN = frozenset(
    (
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "vjs-offscreen",
        "offscreen",
        "off-screen",
        "element-invisible",
    )
)
"""The usual classes of what is spoken to the blind alone: “opens in a new window”."""
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_MAY_BE_HIDDEN = (
    "p", "div", "span", "section", "aside", "article", "h2", "h3", "h4", "ul", "ol", "li",
)  # fmt: skip
_TAG = re.compile(r"<\w")
"""Markup written as words inside ``<noscript>``."""
_FEWEST_OF_STREAM = 3
_FEWEST_OF_ARTICLE = 100
"""Words in paragraphs."""
_BLOCKS = ("p", "div", "section", "ul", "ol", "table", "article")
_MOST_WORDS_OF_A_BOX = 80
_MOST_WORDS_OF_A_LABEL = 15
_LONGEST_LINK = 200


def drop_clutter(root: Element) -> None:
    """Take out of a page's tree what is not the article."""
    open_panels(root)
    for name in (*_AMP, "button"):
        for element in list(root.iter(name)):
            element.drop_tree()
    for element in list(root.iter("noscript")):
        if _TAG.match((element.text or "").strip()):
            element.drop_tree()
    _drop_hidden(root)
    _drop_streams(root)
    for element in list(root.iter("p", "div", "span", "section", "aside", "h2", "h3", "h4", "li")):
        if element.getparent() is not None and _is_clutter(element):
            element.drop_tree()


def _drop_hidden(root: Element) -> None:
    """Drop what is not shown on the screen; of much text a script may show it later."""
    hidden = {each for each in root.iter(*_MAY_BE_HIDDEN) if _is_hidden(each)}
    if not hidden:
        return
    shown = sum(
        len(each.text_content().split())
        for each in root.iter("p")
        if each not in hidden and hidden.isdisjoint(each.iterancestors())
    )
    most = max(_MOST_WORDS_OF_A_LABEL, shown, min(_MOST_WORDS_OF_A_BOX, 2 * shown))
    for element in hidden:
        words = len(element.text_content().split())
        rest = words > _MOST_WORDS_OF_A_BOX // 2 and _REST.search(_named(element))
        if words <= most and not rest:
            if element.getparent() is not None:
                element.drop_tree()
        else:
            # The extractor leaves out what has one of these.
            for name in ("style", "hidden", "class"):
                element.attrib.pop(name, None)


def _drop_streams(root: Element) -> None:
    """Drop lists of other stories: each item's heading is a link, and the article is elsewhere."""
    streams = [each for each in root.iter("ul", "ol") if _is_stream(each)]
    if not streams:
        return
    within = {below for each in streams for below in each.iter("p")}
    outside = sum(len(each.text_content().split()) for each in root.iter("p") if each not in within)
    inside = sum(len(each.text_content().split()) for each in streams)
    for each in streams:
        if each.getparent() is not None and outside > max(_FEWEST_OF_ARTICLE, inside // 2):
            each.drop_tree()


def _is_stream(listed: Element) -> bool:
    items = [each for each in listed if each.tag == "li"]
    linked = sum(any(_links_away(head) for head in each.iter("h2", "h3", "h4")) for each in items)
    return len(items) >= _FEWEST_OF_STREAM and 3 * linked >= 2 * len(items)


def _is_hidden(element: Element) -> bool:
    classes = (element.get("class") or "").split()
    return (
        "hidden" in element.attrib
        or not _UNSEEN.isdisjoint(classes)
        or _NOT_SHOWN.search(element.get("style") or "") is not None
        or (element.get("role") in ("dialog", "alertdialog"))
    )


def _is_clutter(element: Element) -> bool:
    if _WALLS.search(_named(element)):
        words = element.text_content()
        return len(words.split()) < _MOST_WORDS_OF_A_BOX and _ASKS.search(words) is not None
    if len(element) > 4 or any(child.tag in _BLOCKS for child in element):
        return False
    words = " ".join(element.text_content().split())
    if not words or len(words) > _LONGEST_CALL:
        return False
    if _LABEL.fullmatch(words) or _is_call(words):
        return True
    return len(words) <= _LONGEST_LINK and _leads_away(element, words)


def _is_call(words: str) -> bool:
    """Return whether a line asks its reader for something, on behalf of whoever runs the page."""
    asks = _CALL.match(words) is not None and _SPEECH.search(words) is None
    return asks and _ON_BEHALF.search(words) is not None


def _leads_away(element: Element, words: str) -> bool:
    """Return whether a line is a link to another story, or comes above links to others."""
    if _OTHER_STORIES.fullmatch(words) and _is_above_links(element):
        return True
    found = _OTHER_STORY.match(words) if element.tag in ("p", "div", "li") else None
    if found is None:
        return False
    return 0 < _linked(element) >= len(words) - found.end() - 4


def _is_above_links(element: Element) -> bool:
    """Return whether nothing, or mostly links, comes after a line; the links go with it."""
    following = element.getnext()
    if following is None:
        return True
    words = len(" ".join(following.text_content().split()))
    if words and 3 * _linked(following) < 2 * words:
        return False
    if following.tag in ("ul", "ol", "div", "p"):
        following.drop_tree()
    return True


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _links_away(element: Element) -> bool:
    """Return whether an element links to another page, not to a place on its own."""
    hrefs = (each.get("href") or "" for each in element.iter("a"))
    return any(href and not href.startswith("#") for href in hrefs)


def _linked(element: Element) -> int:
    """Return how many characters of an element are links."""
    return sum(len(" ".join(each.text_content().split())) for each in element.iter("a"))
