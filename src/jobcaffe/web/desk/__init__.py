"""*Sportello*: the pages of the desk operator, and the coordinator's pages about persons."""
