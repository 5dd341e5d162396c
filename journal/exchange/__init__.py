"""Themes in the formats of others' tools: spreadsheets, REFI-QDA, IRaMuTeQ, JSON."""
