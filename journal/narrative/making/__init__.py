"""A month is drafted, corrected, approved, published; the living récit is composed."""
