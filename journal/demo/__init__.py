"""A Lab to look at: two fictional cohorts in Provence, seven months of entries, the récits of the past months."""
