"""Stored files: scans, issued reports."""
