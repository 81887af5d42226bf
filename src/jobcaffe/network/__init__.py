"""The community network: outreach, meetings of organisations, matching, cohesion."""
