"""What participants may ask of the site: their data, where their words went, who read them, and full erasure."""
