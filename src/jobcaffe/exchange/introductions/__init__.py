"""Introductions: a proposed contact that opens when both sides say yes."""
