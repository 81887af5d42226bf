"""The time bank: offers, requests, exchanges confirmed by who received, paper cheques."""
