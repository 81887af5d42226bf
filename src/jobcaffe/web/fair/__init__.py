"""Public pages of the fair: programme, exhibitors."""
