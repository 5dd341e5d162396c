"""What may be published of people’s words and answers."""

from journal.narrative import rules


def test_a_word_of_a_name_is_known_by_its_beginning() -> None:
    assert rules.name_words("Attendre une réponse") == ["attend", "repon"]
    assert rules.name_words("Se déplacer") == ["deplac"]
