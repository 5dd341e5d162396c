"""A name that looks like somebody's is asked about; the names of organisations pass without a word."""

import pytest

from journal.actors.naming import looks_like_a_person


@pytest.mark.parametrize(
    "name",
    ["Jean Dupont", "samira benali", "MARTIN SOLVEIG", "Mme Garcia", "Karim", "Nadia B.", "Dupont", "Maison Martin"],
)
def test_the_name_of_someone_is_seen(name: str) -> None:
    assert looks_like_a_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Mission locale de Nîmes",
        "France Travail Arles",
        "Emmaüs",
        "Cap Emploi",
        "Transports Durance",
        "Région Sud",
        "Participant·es du groupe de mars",
        "Les tuteurs en entreprise",
        "Greta Provence",
        "Ville de Martigues",
    ],
)
def test_the_name_of_an_organisation_or_a_role_passes(name: str) -> None:
    assert not looks_like_a_person(name)
