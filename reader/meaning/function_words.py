"""Words that hold a sentence together and say nothing of what it is about.

They are those of English and of the neighbours that quotes in English news most often come from;
of other languages the rarity of a word among the claims decides alone.
"""

from __future__ import annotations

_ENGLISH = """
a about above after again against all almost also although always am among an and another any are
aren around as at away back be because been before being below between both but by can cannot could
couldn did didn do does doesn doing don done down during each either else even ever every few for
from further get gets getting go goes going got had hadn has hasn have haven having he her here hers
herself him himself his how however i if in instead into is isn it its itself just let like ll made
make makes making many may me might mine more most much must my myself neither never no nor not now
of off often on once one only onto or other others our ours ourselves out over own per put quite
rather re really s said same say says see seen shall she should shouldn since so some still such t
take taken than that the their theirs them themselves then there these they thing things this those
though through thus to together too toward towards under until up upon us ve very via was wasn way
we well went were weren what when where whether which while who whole whom whose why will with
within without won would wouldn yes yet you your yours yourself
"""
_OTHERS = """
aber als am an auch auf aus bei bin bis das dass dem den der des die doch ein eine einem einen einer
eines er es für hat haben ich ihr im in ist ja kein keine mehr mit nach nicht noch nur oder schon
sein sich sie sind so über um und uns vom von vor war was wenn werden wie wir wird zu zum zur
au aux avec ce ces cette dans de des donc du elle en est et été eux il ils je la le les leur lui
mais même ne nous on ou où par pas plus pour qu que qui sa se ses son sont sur un une vous
al como con cuando de del desde donde el ella en entre era es esta este fue ha han hasta la las lo
los más me mi muy nada ni no nos o para pero por porque que quien se ser si sin sobre son su sus
también un una y ya
che ci con dei del della delle di dopo è gli ha hanno il io la le lo ma nel nella non per più quando
questa questo sono sul sulla tra un una
"""

FUNCTION_WORDS = frozenset((_ENGLISH + _OTHERS).split())
