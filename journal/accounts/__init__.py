"""People, roles, Labs and cohorts; signing in; the audit log."""
