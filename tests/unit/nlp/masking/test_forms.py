"""Identifiers that have a form are always masked, whatever stands around them and however they are typed."""

import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from nlp.language import normalise
from nlp.masking import Mask, MaskKind, apply_masks, find_masks
from nlp.masking.finding import find_by_rules

NLP = spacy.blank("fr")

PHONES = [
    "06 39 98 12 34", "0639981234", "06.39.98.12.34", "06-39-98-12-34", "06/39/98/12/34", "+33 6 39 98 12 34",
    "+33639981234", "0033 6 39 98 12 34", "+33 (0)6 39 98 12 34", "(+33) 6 39 98 12 34",
    "(33) 6 39 98 12 34", "33 6 39 98 12 34", "06 399 81 234", "O6 39 98 12 34",
    "0 6 3 9 9 8 1 2 3 4", "06 39 98 12 3", "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
]  # fmt: skip
MAILS = [
    "jess_lpb@example.org", "h.benyoucef+cv@example.org", "JEAN.MARC@EXAMPLE.ORG", "lea @ example . org",
    "oumar point sy arobase example point org", "lea(at)example.org",
]  # fmt: skip
NUMBERS = [
    "2 99 03 13 055 310 61", "299031305531061", "1-71-06-62-498-027-05", "1 85 05 2A 123 456 78",
    "FR76 3000 6000 0112 3456 7890 189", "fr1420041010050500013m02606", "fr59 9999 9044 0500 0098 7654 321",
    "732 829 320 00074", "6648123R", "4821907 K", "EB-417-XQ", "dz 902 lm", "AB123CD", "4970 1012 3456 7890",
]  # fmt: skip
LINKS = [
    "https://monparcours.example.org/u/elodie",
    "www.mon-blog.fr",
    "bit.example.org/stage-caf3",
    "HTTPS://EXAMPLE.ORG/F?ID=55",
]
DATES = [
    "14/03/2025",
    "14-03-25",
    "21.10.2025",
    "2025-10-21",
    "le 30/9",
    "12/09",
    "14 mars",
    "1er avril 2024",
    "vingt-trois juin",
    "3 aout",
    "8 fevrié",
    "2 décembre",
    "lundi 14",
    "lundi 7 décembre",
    "jeudi 3 mars 2026",
    "samedi 12/09/2026",
    "03feb",
    "12-Feb-2024",
    "March 3, 2024",
    "14-janv-2024",
    "3/mars/24",
    "5, 6 et 7 mars",
    "2 février mil neuf cent soixante-douze",
]
SPELT = [*PHONES, *MAILS, *NUMBERS, *LINKS, *DATES]

_AROUND = st.sampled_from(["", " ", "😢", "(", "« ", " : ", "\n", " tel ", " voilà ", ", ", " — "])


def _left(text: str) -> str:
    """What of the digits and letters stays visible, without the labels."""
    masks = find_masks(text, NLP)
    return "".join(char for at, char in enumerate(text) if not any(mask.start <= at < mask.end for mask in masks))


@pytest.mark.parametrize("identifier", SPELT)
def test_an_identifier_is_masked_whole(identifier: str) -> None:
    left = _left(f"Voici : {identifier} et merci.")

    words = set(left.replace(":", "").replace(".", "").split())
    assert words - {"+", "(", ")", "(+"} <= {"Voici", "et", "merci", "le"}


@given(
    st.sampled_from([*PHONES[:-1], *NUMBERS, *MAILS[:3], *LINKS]),
    _AROUND,
    _AROUND,
    st.sampled_from([str, str.upper, str.lower]),
)
def test_what_stands_around_never_unmasks_it(identifier: str, before: str, after: str, case: object) -> None:
    text = normalise(f"{before}{case(identifier)}{after}")  # type: ignore[operator]

    assert not [char for char in _left(text) if char.isdigit() or char == "@"]


@given(st.lists(st.sampled_from(["", " ", ".", "-", " ", "  "]), min_size=9, max_size=9))
def test_a_telephone_is_masked_however_its_digits_are_spaced(gaps: list[str]) -> None:
    digits = "0639981234"
    spaced = "".join(digit + gap for digit, gap in zip(digits, [*gaps, ""], strict=True))

    assert not [char for char in _left(f"mon num {spaced} merci") if char.isdigit()]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tel 06 39 98 12 34", MaskKind.PHONE),
        ("ecris a lea@example.org", MaskKind.MAIL),
        ("va sur www.mon-blog.fr", MaskKind.LINK),
        ("mon numero 299031305531061", MaskKind.IDENTIFIER),
        ("reference de l'offre 178KXPL", MaskKind.IDENTIFIER),
        ("dossier numero 4417", MaskKind.IDENTIFIER),
        ("dossier fsl 2025 1187", MaskKind.IDENTIFIER),
        ("suite à l’annonce n° 178LQXB", MaskKind.IDENTIFIER),
        ("candidat n° C-0912", MaskKind.IDENTIFIER),
        ("n° 9922 0714 F3", MaskKind.IDENTIFIER),
        ("mon insta : lea_du_13", MaskKind.IDENTIFIER),
        ("radié le 06-11-2025", MaskKind.DATE),
        ("elle a 92 ans", MaskKind.AGE),
        ("à 58 ans, je suis le dernier vannier", MaskKind.RARE_FACT),
    ],
)
def test_a_form_says_its_kind(text: str, kind: MaskKind) -> None:
    assert [mask.kind for mask in find_masks(text, NLP)] == [kind]


@pytest.mark.parametrize("phone", PHONES)
def test_a_telephone_is_hidden_whole_and_called_one(phone: str) -> None:
    text = f"mon num c {phone} merci"
    assert apply_masks(text, find_masks(text, NLP)) == "mon num c [TÉLÉPHONE] merci"


@pytest.mark.parametrize(
    "date",
    [
        "8/2 14h",
        "rdv 11/2",
        "reporté au 12/12",
        "du 5 au 25 septembre",
        "les 3 et 4 mai",
        "le 6/10",
        "les 18 et 19/01",
        "du 3 au 14/02/2024",
    ],
)
def test_a_day_and_a_month_are_a_date_where_people_give_one(date: str) -> None:
    assert not any(char.isdigit() for char in _left(f"Voici : {date} et merci.").replace("14h", ""))


@pytest.mark.parametrize(
    "text",
    [
        "noté 8/10 au test",
        "ouvert 24/24 et 7/7",
        "7/7 24h sur 24",
        "de 11h-15h",
        "un mariage de 140 couverts",
        "12/12 à la dictée",
        "appelez le 3949 ou le 118 218",
        "un poste 2200 brut",
        "poste 1800 euros, tél 2024",
        "une IPP de 12 %",
        "le mois de mars 20 personnes",
        "mon identifiant est peut-être faux",
    ],
)
def test_marks_hours_and_quantities_stay_readable(text: str) -> None:
    assert find_by_rules([text], NLP)[0] == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("appelle le zero six 39 98 12 zero 4 ce soir", "zero six 39 98 12 zero 4"),
        ("le 06-39-98 quarante deux 17, merci", "06-39-98 quarante deux 17"),
        ("mail : prenom point nom, arobase, example point org", "prenom point nom, arobase, example point org"),
        ("mon identifiant c’est perrin.lou, je crois", "perrin.lou"),
        ("rdv le jeu 21/05 à neuf heures", "21/05"),
        ("je suis joignable au 41877 jusqu’à midi", "41877"),
        ("demander la paie, poste 4512", "4512"),
        ("mon téléphone interne 7204", "7204"),
        ("mon IPP est le 8392", "8392"),
        ("siret 83412345600018", "83412345600018"),
    ],
)
def test_a_short_number_that_is_said_to_reach_someone_is_hidden(text: str, number: str) -> None:
    assert number not in _left(text)


@pytest.mark.parametrize("word", ["fermer", "confirmer", "l’enjeu"])
def test_a_word_that_ends_like_a_short_weekday_is_left_whole(word: str) -> None:
    assert _left(f"on va {word} 03/04, dit-on").startswith(f"on va {word} ")


def test_a_mail_ends_with_its_sentence() -> None:
    text = "écris à lea@example.org. Merci"
    assert apply_masks(text, find_masks(text, NLP)) == "écris à [ADRESSE MAIL]. Merci"


def test_public_sites_stay_readable_but_not_what_is_behind_them() -> None:
    assert find_masks("va sur francetravail.fr", NLP) == ()
    assert find_masks("va sur francetravail.fr/profil/lea", NLP) != ()


NASTY = {
    "emoji": "😢" * 10_000,
    "brackets": "(" * 10_000,
    "quotes": "'" * 10_000,
    "double quotes": '"' * 10_000,
    "bangs": "!" * 10_000,
    "euros": "€" * 10_000,
    "elisions": "l'" * 5_000,
    "families": "👨‍👩‍👧‍👦" * 1_400,
    "zalgo": "z\u0300\u0301\u0302\u0303" * 2_000,
    "bidi": "\u202eשלום عليكم " * 700,
    "spaces": " " * 10_000,
    "one token": "a" * 10_000,
    "digits": "1" * 10_000,
    "spaced digits": "1 " * 5_000,
    "pairs": "06 " * 3_300,
    "ats": "a@" * 5_000,
    "dots": "a." * 5_000,
    "mails": "a.b@c " * 1_600,
    "json": '{"a":[1,2]}' * 900,
    "html": "<b>x</b>" * 1_200,
    "formulas": "=cmd|" * 2_000,
    "little words": "de la " * 1_600,
    "streets": "1 rue de " * 1_100,
    "names": "Sophie " * 1_400,
    "saints": "saint " * 1_600,
    "spoken digits": "zero six " * 1_100,
    "ibans": "fr76 " * 2_000,
    "nouns": "numéro " * 1_400,
    "spoken mail": "a arobase " * 1_000,
    "chez": "chez " * 2_000,
    "titles": "M. " * 3_300,
    "hyphens": "a-" * 5_000,
    "empty": "",
}


ORDINARY = "Ce matin j’ai attendu le bus avec Karima devant la mission locale de Vénissieux, puis on a parlé. " * 100


def seconds_to_mask(text: str) -> float:
    text = normalise(text)[:10_000]
    begun = time.process_time()
    apply_masks(text, find_masks(text, NLP))
    return time.process_time() - begun


@pytest.fixture(scope="module")
def usual() -> float:
    """What ordinary prose of the same length takes, once the lists of names are in memory."""
    return min(seconds_to_mask(ORDINARY) for _ in range(3))


@pytest.mark.parametrize("name", NASTY)
def test_no_text_takes_much_longer_than_another(usual: float, name: str) -> None:
    assert seconds_to_mask(NASTY[name]) < 20 * usual


@given(st.text(max_size=200))
def test_any_text_gives_sorted_masks_inside_it(text: str) -> None:
    clean = normalise(text)

    masks = find_masks(clean, NLP)

    assert all(isinstance(mask, Mask) and mask.end <= len(clean) for mask in masks)
    assert all(a.end <= b.start for a, b in pairwise(masks))


@pytest.mark.parametrize(
    "date", ["lundi 7 décembre", "jeudi 3 mars 2026", "samedi 12/09/2026", "mardi vingt-trois juin"]
)
def test_a_day_of_the_week_goes_with_its_date(date: str) -> None:
    (mask,) = find_masks(f"rendez-vous le {date} à midi", NLP)
    assert (mask.start, mask.end) == (15, 15 + len(date))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("la mer 12/05 était belle", "la mer [DATE] était belle"),
        ("né le mer 12/05", "né le [DATE]"),
        ("née le 3 février 92 ici", "née le [DATE] ici"),
        ("le sept août soixante-dix-neuf", "le [DATE]"),
        ("le vingt octobre quarante personnes", "le [DATE] quarante personnes"),
        ("discord : zoubida#4471", "discord : [IDENTIFIANT]"),
    ],
)
def test_a_form_is_hidden_to_its_end_and_no_further(text: str, masked: str) -> None:
    assert apply_masks(text, find_by_rules([text], NLP)[0]) == masked
