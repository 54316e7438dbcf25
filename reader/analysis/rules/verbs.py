"""English verbs by their forms, as far as rules look at them."""

from __future__ import annotations

import re

PAST = (
    r"(?:\w{2,}(?<!e)ed|went|left|put|walked|came|ran|took|gave|made|got|sat|stood|rose|fell|threw"
    r"|turned|began|broke|brought|bought|caught|chose|drew|drove|ate|found|flew|held|hit|kept|knew"
    r"|laid|led|lost|met|paid|read|rode|sang|saw|sent|set|shook|shot|shut|slept|spent|stole|swam"
    r"|taught|thought|told|wore|won|wrote|hung|cut|bent|blew|burst|dug|fought|forgot|froze|grew"
    r"|hid|let|lit|quit|sank|slid|spoke|spun|stuck|swept|swung|tore|wept|said|\w+(?:ied))"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|am|be|has|have|had|will|would|can|could|shall|should|may|might|must"
    r"|do|does|did|cannot|wo|\w+n['’]t|\w+['’](?:s|re|ve|ll|d)\s+(?:a|the|not|no|been|going|\w+ing)"
    rf"|{PAST})\b",
    re.IGNORECASE,
)
"""A word that may be the verb of a clause."""
NEW_ACT = re.compile(
    r"(?:(?<!\s)\s++)?(?:,\s*+)?(?:and|then|but|before|and then|and later|and also)\s+"
    rf"(?:(?:then|later|also|soon|simply|just|even|\w+ly)\s+)?{PAST}\b"
)
"""A further thing that the same subject did: and left the room."""
