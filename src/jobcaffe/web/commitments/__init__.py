"""*Impegni*: who does what by when, for those who work here."""
