"""French texts in, themes out: a library that knows nothing of the web, the database or the application."""
