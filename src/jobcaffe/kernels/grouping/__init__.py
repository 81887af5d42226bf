"""Who goes in which mutual-aid group.

Problem. People ask for themes (from the dearest) in the slots when they are free; facilitators lead
some themes in some slots; rooms are few. Open groups and give seats so that the value is greatest:
see :mod:`model` for its terms, :func:`check` for every rule. Running groups only gain members.

Method. (1) A greedy proposal in milliseconds. (2) A linear relaxation by cells (theme, slot), solved
by GLOP, gives a bound: seats are linked to openings person by person, as in facility location, which
keeps it tight. (3) Large-neighbourhood search improves the plan: free some groups that compete for
the same people, solve that part with CP-SAT from where it stands, put it back; two disjoint parts at
a time on two cores. (4) An instance of up to about 200 people is then given to CP-SAT whole, which
usually ends with a proof: who leads a group is apart from who sits in it, and the possible groups of
a cell are opened in order, so that few solutions differ in name only.

Cost. Work is limited in CP-SAT's deterministic units, with one worker for each solve and a fixed
order of putting back: same instance and seed, same answer, unless the ceiling of seconds ends it,
which ``ended_by`` says. The relaxation has a row for each (person, cell) pair.

Sources. P. Shaw, *Using constraint programming and local search methods to solve vehicle routing
problems*, CP 1998 (large neighbourhoods); M. Minoux, *Accelerated greedy algorithms*, 1978;
OR-Tools CP-SAT and GLOP.
"""

from jobcaffe.kernels.grouping.checking import check, value
from jobcaffe.kernels.grouping.model import (
    Answer,
    Ended,
    Facilitator,
    Group,
    Instance,
    Person,
    Running,
    Size,
    Status,
    Unplaced,
)
from jobcaffe.kernels.grouping.search import Progress, greedy, solve

__all__ = [
    "Answer",
    "Ended",
    "Facilitator",
    "Group",
    "Instance",
    "Person",
    "Progress",
    "Running",
    "Size",
    "Status",
    "Unplaced",
    "check",
    "greedy",
    "solve",
    "value",
]
