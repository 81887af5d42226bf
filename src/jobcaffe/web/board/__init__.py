"""Offers and needs: publish, read, close."""
