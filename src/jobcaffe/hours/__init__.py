"""The ledger of hours: double entry in minutes, never edited, always zero in sum."""
