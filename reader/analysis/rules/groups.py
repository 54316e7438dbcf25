"""Peoples, parties and believers that a tagger took for somebody: Kurds, Democrats, Sikhs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.names import PERSON_LABELS, name_parts
from reader.analysis.rules.tagged import TagRun

GROUP = "NORP"
_FORM = re.compile(r"\w{3,}(?:icans|ocrats|ians|eans|ists|ites)")
_PEOPLES = lexicon(
    """afghans africans aleuts apaches arabs azeris bangladeshis basques berbers berliners brits
    britons bulgars bushmen catalans catholics chechens cherokees conservatives copts cossacks
    croats czechs danes emiratis filipinos finns flemings francophones germans greeks gurkhas hindus
    hispanics hmongs hutus icelanders iraqis israelis jains jews kazakhs kurds kuwaitis kyrgyz
    laotians lapps latinas latinos latvians liberals libyans londoners madrilenes magyars malays
    maoris masai mayans medes mongols mormons muslims nazis nepalis omanis pakistanis palestinians
    pashtuns poles protestants qataris quakers romanis romans russians samoans saudis scots serbs
    shias shiites sikhs sindhis slavs slovaks slovenes somalis spaniards sunnis swedes swiss tajiks
    tamils tatars thais tibetans tories turkmens turks tutsis ukrainians uyghurs uzbeks vikings
    whigs xhosas yazidis yemenis yorkers zealanders zionists zulus"""
)


def with_groups(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Return ``runs``, single words for a people or a party under the label of groups.

    Unless somebody of the article has the word for a surname.
    """
    names = [name_parts(run.span.slice(text)) if run.label in PERSON_LABELS else () for run in runs]
    surnames = {parts[-1] for parts in names if len(parts) > 1}
    return [
        replace(run, label=GROUP)
        if len(parts) == 1 and parts[0] not in surnames and _is_group(parts[0])
        else run
        for run, parts in zip(runs, names, strict=True)
    ]


def _is_group(word: str) -> bool:
    return word[:1].isupper() and (
        word.lower() in _PEOPLES or _FORM.fullmatch(word.lower()) is not None
    )
