"""Names of accounts on networks: « @lulu », « mon insta c’est… », « kev.du.49 sur snap »."""

from collections.abc import Iterator

import re2

from nlp.masking.kinds import Mask, MaskKind, mask_of

_HANDLE = re2.compile(r"(?:^|[\s(:])(@[\p{L}\p{N}_][\p{L}\p{N}_.]*)")
_ACCOUNT = re2.compile(
    r"(?i)\b(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|discord|pseudo|facebook|fb)"
    r"\s*(?::|=|c'est|cest|c’est)\s*([\p{L}\p{N}_.\-]{3,})"
)
# « ma_page », « kev.du.49 sur snap »: what has a sign inside a word, near the name of a network, is an account
_UNDERSCORED = re2.compile(r"(?:^|[\s(:«,;])([\p{L}\p{N}.]+(?:_+[\p{L}\p{N}.]+)+)")
_NETWORK = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tik ?tok|telegram|discord|pseudo|facebook|fb|twitch|youtube|twitter|compte)"
)
_SIGNED = r"(\p{L}[\p{L}\p{N}]*(?:[.\-][\p{L}\p{N}]+)*(?:[.\-][\p{L}\p{N}]+|[0-9])[\p{L}\p{N}]*)"
_NEAR_NETWORK = re2.compile(rf"(?i)\b{_NETWORK}\s{{1,2}}{_SIGNED}")
_ON_NETWORK = re2.compile(rf"(?i){_SIGNED}\s(?:sur|sous)\s{_NETWORK}\b")
_NUMBERED = re2.compile(r"(?:^|[^\p{L}\p{N}])([\p{L}\p{N}_.]{2,}#[0-9]{4})\b")  # « lulu#4471 », as Discord writes them
_CAMEL = re2.compile(
    rf"(?i)\b{_NETWORK}\s(?:je suis|c['’]est|cest)?\s?((?-i:\p{{Lu}}\p{{Ll}}+\p{{Lu}}[\p{{L}}\p{{N}}]+))"
)


def find_accounts(text: str) -> Iterator[Mask]:
    """Yield the masks of the names of accounts on networks."""
    for pattern in (_HANDLE, _ACCOUNT, _UNDERSCORED, _NEAR_NETWORK, _ON_NETWORK, _NUMBERED, _CAMEL):
        for match in pattern.finditer(text):
            yield mask_of(match, MaskKind.IDENTIFIER, 1)
