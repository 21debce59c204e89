"""Kill, fill, damage and race Dateline, and check after each round that nothing was lost."""
