"""The commands of review and their keys."""

from __future__ import annotations

from reader.ui.keymap_rows import REVIEW, Command, CommandGroup

_review = CommandGroup("Review", REVIEW)


VERDICTS = tuple(f"verdict-{number}" for number in range(1, 10))
"""The commands that give a verdict, in the order of the scale's labels."""

REVIEWING: tuple[Command, ...] = (
    *(
        _review(command, (str(number),), f"verdict {number} of the scale, next item")
        for number, command in enumerate(VERDICTS, 1)
    ),
    _review("accept", ("A",), "accept the item, next item", "accept"),
    _review("dismiss", ("x",), "dismiss the item, next item", "dismiss"),
    _review("skip", ("space",), "skip for now, next item", "skip"),
    _review("item-next", ("j", "down"), "next item", palette=False),
    _review("item-previous", ("k", "up"), "previous item", palette=False),
    _review("item-first", ("g", "home"), "first item", palette=False),
    _review("item-last", ("G", "end"), "last item", palette=False),
    _review("scroll-down", ("ctrl+d", "pagedown"), "further down in the item", palette=False),
    _review("scroll-up", ("ctrl+u", "pageup"), "further up in the item", palette=False),
    _review("why", ("?",), "why it is in the queue", "why"),
    _review("show-all", ("a",), "the whole queue, or the few most worth a check", "all"),
    _review("evidence", ("e",), "evidence for or against it", "evidence"),
    _review("reason", ("r",), "reason for your verdict", "reason"),
    _review("claim", ("c",), "a claim without a verdict yet"),
    _review("wording", ("w",), "word the claim"),
    _review("claim-fields", ("i",), "all fields of the claim: claimant, date, final verdict …"),
    _review("claim-status", ("s",), "status of the claim, a second look wanted"),
    _review("checklist", ("l",), "steps of the checklist"),
    _review("same-claim", ("=",), "link to the claim or prior check that says the same"),
    _review("their-verdict", ("v",), "the verdict of the prior check, as your own"),
    _review("not-same", ("-",), "not the same as what was said before"),
    _review("speaker", ("S",), "say who is quoted"),
    _review("speaker-page", ("P",), "all that the speaker said, on the whole desk"),
    _review("grow", (">",), "grow the passage by a word"),
    _review("shrink", ("<",), "shrink the passage by a word"),
    _review("grow-start", ("(", "alt+left"), "grow the passage by a word at its start"),
    _review("shrink-start", (")", "alt+right"), "shrink the passage by a word at its start"),
    _review("forget", ("X",), "forget the decision on it"),
    _review("filter", ("F",), "filter the queue", "filter"),
    _review("bulk", ("B",), "decide on all in the filter", "bulk"),
    _review("order", ("o",), "another order: text, score, speaker, status"),
    _review("differing", ("C",), "all figures and quotes that differ"),
    _review("disagreements", ("M",), "items on which two reviewers differ"),
    _review("second-reading", ("D",), "second reading: claims that want your verdict"),
    _review("undo", ("u",), "undo"),
    _review("redo", ("ctrl+r",), "redo"),
    _review("article-next", ("J",), "next article"),
    _review("article-previous", ("K",), "previous article"),
    _review("export", ("E",), "export the notes to a file"),
    _review("help", ("f1",), "help", "help"),
    _review("palette", ("ctrl+p",), "all commands by name", palette=False),
    _review("leave-review", ("q", "escape"), "back to reading"),
    _review("quit", ("ctrl+q",), "quit"),
    _review("how-to-quit", ("ctrl+c",), "explain how to quit", palette=False),
    _review("suspend", ("ctrl+z",), "to the shell; fg comes back"),
    _review("redraw", ("ctrl+l",), "draw the screen again"),
)
