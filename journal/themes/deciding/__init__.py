"""What coordinators decide about themes: each decision is logged, and can be undone."""
