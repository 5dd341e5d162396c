"""What coordinators decide of themes: each decision is logged, and can be undone."""
