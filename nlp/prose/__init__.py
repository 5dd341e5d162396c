"""From facts to French sentences, without a language model: ``composing`` writes the texts that ``types`` describes."""
