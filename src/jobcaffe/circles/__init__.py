"""Mutual-aid groups: from the request to the archive. Nobody outside learns who is in one."""
