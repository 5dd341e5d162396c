"""What all pages share: access, forms, headers, errors, database, charts. It knows nothing about the features."""
