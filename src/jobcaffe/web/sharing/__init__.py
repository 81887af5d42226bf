"""What members write for themselves or their group, and help between them."""
