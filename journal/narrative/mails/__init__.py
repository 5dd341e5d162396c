"""The récit and its questions, by mail."""
