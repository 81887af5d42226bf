"""Small economic activities: her plan, the numbers of each form, the dated figures of the law."""
