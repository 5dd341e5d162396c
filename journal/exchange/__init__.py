"""Themes in the formats of other tools: spreadsheets, REFI-QDA, IRaMuTeQ, JSON."""
