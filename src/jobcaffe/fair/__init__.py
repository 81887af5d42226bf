"""JOBFEST: the event, who comes, who meets whom, what is promised there."""
