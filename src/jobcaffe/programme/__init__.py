"""The account: indicators, closed periods, reports."""
