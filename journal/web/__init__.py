"""The kit every page is made with: access, forms, headers, errors, database, charts. It knows no feature."""
