"""A name is hidden whole, from the noun that announces it to the end of it, and nothing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from nlp.masking import merge_masks
from nlp.masking.kinds import Mask, MaskKind
from nlp.masking.whole import find_rest
from nlp.masking.words import words_of
from tests.unit.nlp.masking.conftest import masked_by_rules


def _whole(text: str, part: str, kind: MaskKind) -> str:
    start = text.index(part)
    found = [Mask(start, start + len(part), kind)]
    merged = merge_masks(found, find_rest(words_of(text), found))
    return text[merged[0].start : merged[-1].end]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("la crèche les ptits loups m’a dit", "loups", "les ptits loups"),
        ("la crèche les ptits loups m’a dit", "les ptits", "les ptits loups"),
        ("le collège la rose des vents recrute", "vents", "la rose des vents"),
        ("le foyer soleil levant est loin", "levant", "soleil levant"),
        ("aller à la boulangerie aux délices de sam", "sam", "aux délices de sam"),
        ("le resto de la vieille poste", "vieille", "la vieille poste"),
        ("bosser chez palettes du bocage", "palettes", "palettes du bocage"),
        ("je bosse à brico sud le samedi", "brico", "brico sud"),
        ("la syndic Immo Sud-Est a dit", "Immo Sud", "Immo Sud-Est"),
        ("le restaurant du lac est loin", "lac", "lac"),
        ("l’association paroles en partage m’aide", "paroles", "paroles en partage"),
        ("l’association vivre et conduire", "vivre", "vivre et conduire"),
        ("l’association paroles en mars", "paroles", "paroles"),
        ("l’association paroles en attendant", "paroles", "paroles"),
        ("chez Roue libre on répare", "Roue", "Roue libre"),
        ("chez Roue on répare", "Roue", "Roue"),
        ("donner à L’Échoppe solidaire un coup", "L’Échoppe", "L’Échoppe solidaire"),
        ("chez bip drive on répare", "bip", "bip drive"),
        ("CHEZ LE MENUISIER WALLART ET FILS", "WALLART", "WALLART ET FILS"),
        ("chez decoster frères, lundi", "decoster", "decoster frères"),
        ("chez Dumas & Cie, lundi", "Dumas", "Dumas & Cie"),
        ("chez lopez père et fils", "lopez", "lopez père et fils"),
        ("chez karim, frères et sœurs", "karim", "karim"),
        ("chez karim frères et sœurs", "karim", "karim"),
    ],
)
def test_what_a_mask_left_of_a_name_is_hidden_with_it(text: str, part: str, whole: str) -> None:
    assert _whole(text, part, MaskKind.ORGANISATION) == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("appelle m’hamed demain", "hamed", "m’hamed"),
        ("chez M’Barka ce soir", "Barka", "M’Barka"),
        ("il s’appelle Da Costa", "Costa", "Da Costa"),
        ("je n’ai pas vu Karim", "Karim", "Karim"),
    ],
)
def test_what_opens_the_name_of_someone_is_hidden_with_it(text: str, part: str, whole: str) -> None:
    assert _whole(text, part, MaskKind.SURNAME) == whole


def test_a_number_that_ends_a_name_is_hidden_and_one_that_counts_is_not(blank: Language) -> None:
    assert masked_by_rules("un ménage pour onet 87, c’est peu", blank).endswith("[ENTREPRISE], c’est peu")
    assert masked_by_rules("onet 350 euros", blank).endswith("350 euros")


@pytest.mark.parametrize(
    ("text", "part", "kind"),
    [
        ("la crèche de ma fille Inès", "Inès", MaskKind.FIRST_NAME),
        ("le garage de mon oncle Karim", "Karim", MaskKind.FIRST_NAME),
        ("le garage du cousin Karim", "Karim", MaskKind.FIRST_NAME),
        ("le restaurant italien de Nantes", "Nantes", MaskKind.TOWN),
        ("la crèche la plus proche de Nantes", "Nantes", MaskKind.TOWN),
        ("le foyer le soir avec Karim", "Karim", MaskKind.FIRST_NAME),
        ("le garage a rappelé Karim", "Karim", MaskKind.FIRST_NAME),
        ("l’usine Zwolinex de Nantes", "Zwolinex", MaskKind.COMPANY),
        ("chez Zwolinex du lundi au vendredi", "Zwolinex", MaskKind.COMPANY),
        ("la boulangerie du coin, Karim y va", "Karim", MaskKind.FIRST_NAME),
        ("la maison de quartier le 17 janvier", "17 janvier", MaskKind.DATE),
    ],
)
def test_what_is_no_part_of_a_name_stays_readable(text: str, part: str, kind: MaskKind) -> None:
    assert _whole(text, part, kind) == part


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("la jardinerie tournesol a répondu", "la jardinerie [ENTREPRISE] a répondu"),
        ("le collège les quatre vents est loin", "le collège [ORGANISME] est loin"),
        ("vas au comptoir des huiles", "vas au [ENTREPRISE]"),
        ("j’ai noté : fournil des allées", "j’ai noté : [ENTREPRISE]"),
        ("au domaine de peyrelongue", "au [ENTREPRISE]"),
        ("jhabite tour des cèdres", "jhabite [ADRESSE]"),
        ("elle habite tour Ronsard", "elle habite [ADRESSE]"),
        ("jusqu’à la zone de la Croix Blanche", "jusqu’à la [ADRESSE]"),
        ("dans la meme rue, rue du puits", "dans la meme rue, [ADRESSE]"),
        ("par manpower par crit par mail", "par [ENTREPRISE] par [ENTREPRISE 2] par mail"),
        ("34 rue des martyrs de la résistance", "[ADRESSE]"),
    ],
)
def test_a_noun_of_shops_or_of_dwellings_announces_a_plain_name(text: str, masked: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == masked


@pytest.mark.parametrize(
    "text",
    [
        "la crèche de ma fille, le garage de mon oncle, la boulangerie du coin",
        "la crèche municipale, la crèche familiale, une jardinerie ouverte le dimanche",
        "le pressing ferme à midi, la crèche possible en mars",
        "au comptoir, derrière le comptoir, un atelier bois",
        "l’école les jours de pluie, le foyer la nuit",
        "le tour des agences, une zone de confort, chacun son tour",
    ],
)
def test_ordinary_words_after_a_noun_of_shops_stay_readable(text: str, blank: Language) -> None:
    assert masked_by_rules(text, blank) == text


@given(
    st.sampled_from(["wallart", "Decoster", "LE GOFF", "zourabal"]),
    st.sampled_from([" et fils", " frères", " & Cie", " père et fils", " ET FILS", " & fils"]),
    st.sampled_from(["", ", lundi", " m’a pris", "."]),
)
def test_the_kin_of_a_firm_is_hidden_with_it(name: str, kin: str, after: str) -> None:
    assert _whole(f"chez {name}{kin}{after}", name, MaskKind.COMPANY) == f"{name}{kin}"


def test_a_rare_fact_goes_as_far_as_the_place_it_is_of(blank: Language) -> None:
    text = "je suis la seule aide soignante de la vallée du bès, alors"
    places = [Mask(8, 44, MaskKind.RARE_FACT), Mask(48, 51, MaskKind.TOWN)]

    assert [(mask.start, mask.end) for mask in find_rest(words_of(text), places)] == [(8, 51)]


@given(st.text("abcdeé d’'-.,0123456789\n", max_size=60), st.integers(0, 50), st.integers(1, 9))
def test_it_only_ever_adds_masks_inside_the_text(text: str, start: int, size: int) -> None:
    text = f"crèche {text}"
    found = [Mask(start, min(start + size, len(text)), MaskKind.COMPANY)] if start < len(text) else []
    assert all(mask.end <= len(text) for mask in find_rest(words_of(text), found))
