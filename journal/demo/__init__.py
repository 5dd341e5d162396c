"""A demonstration Lab: two fictional cohorts in Provence, seven months of entries, the récits of past months."""
