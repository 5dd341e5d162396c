"""French texts in, themes out: a library that knows nothing of the web, the database or the application.

The public names are those of its modules: ``nlp.types`` for what goes in and out, ``nlp.encoding`` for vectors,
``nlp.themes.pipeline`` for themes, ``nlp.themes.continuity`` for their identity, ``nlp.prose.composing`` for the récit,
``nlp.masking`` for pseudonyms. This module imports nothing, so that a page that only needs the emotions does not load a
language model.
"""
