"""Pages about talks: for who comes, for who prepares, for exhibitors."""
