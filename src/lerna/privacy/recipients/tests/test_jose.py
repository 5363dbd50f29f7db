"""Signatures and encryption, pinned to the vectors that the RFCs publish."""

import base64
import json

import pytest
from joserfc import jwe, jws
from joserfc.errors import DecodeError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, thumbprint

from lerna.privacy.recipients.wire.jose import AGREEMENT, CONTENT, UntrustedError, encrypt, sign, verify

# RFC 7515, appendix A.3: ECDSA with P-256 and SHA-256.
A3_KEY = {
    "kty": "EC",
    "crv": "P-256",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI",
}
A3_SIGNED = (
    "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
)
# RFC 8037, appendix A.1 to A.5: Ed25519, with the thumbprint of its public key.
A4_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
A4_SIGNED = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4"
    "iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)
A4_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
# RFC 7520, section 5.4: ECDH-ES+A128KW with P-384, and A128GCM.
FRODO_KEY = {
    "kty": "EC",
    "kid": "peregrin.took@tuckborough.example",
    "use": "enc",
    "crv": "P-384",
    "x": "YU4rRUzdmVqmRtWOs2OpDE_T5fsNIodcG8G5FWPrTPMyxpzsSOGaQLpe2FpxBmu2",
    "y": "A8-yxCHxkfBz3hKZfI1jUYMjUhsEveZ9THuwFjH2sCNdtksRJU7D5-SkgaFL1ETP",
    "d": "iTx2pk7wW-GqJkHcEkFQb2EFyYcO7RugmaW3mRrQVAOUiPommT0IdnYK2xDlZh-j",
}
FRODO_ENCRYPTED = (
    "eyJhbGciOiJFQ0RILUVTK0ExMjhLVyIsImtpZCI6InBlcmVncmluLnRvb2tAdHVja2Jvcm91Z2guZXhhbXBsZSIsImVwayI6eyJrdHkiOiJFQyIs"
    "ImNydiI6IlAtMzg0IiwieCI6InVCbzRrSFB3Nmtiang1bDB4b3dyZF9vWXpCbWF6LUdLRlp1NHhBRkZrYllpV2d1dEVLNml1RURzUTZ3TmROZzMi"
    "LCJ5Ijoic3AzcDVTR2haVkMyZmFYdW1JLWU5SlUyTW84S3BvWXJGRHI1eVBOVnRXNFBnRXdaT3lRVEEtSmRhWTh0YjdFMCJ9LCJlbmMiOiJBMTI4"
    "R0NNIn0.0DJjBXri_kBcC46IkU5_Jk9BqaQeHdv2.mH-G2zVqgztUtnW_.tkZuOO9h95OgHJmkkrfLBisku8rGf6nzVxhRM3sVOhXgz5NJ76oID7"
    "lpnAi_cPWJRCjSpAaUZ5dOR3Spy7QuEkmKx8-3RCMhSYMzsXaEwDdXta9Mn5B7cCBoJKB0IgEnj_qfo1hIi-uEkUpOZ8aLTZGHfpl05jMwbKkTe2"
    "yK3mjF6SBAsgicQDVCkcY9BLluzx1RmC3ORXaM0JaHPB93YcdSDGgpgBWMVrNU1ErkjcMqMoT_wtCex3w03XdLkjXIuEr2hWgeP-nkUZTPU9EoGS"
    "Pj6fAS-bSz87RCPrxZdj_iVyC6QWcqAu07WNhjzJEPc4jVntRJ6K53NgPQ5p99l3Z408OUqj4ioYezbS6vTPlQ.WuGzxmcreYjpHGJoa17EBg"
)
FRODO_SAID = (
    "You can trust us to stick with you through thick and thin–to the bitter end. And you can trust us to keep any "
    "secret of yours–closer than you keep it yourself. But you cannot trust us to let you face trouble alone, and go "
    "off without a word. We are your friends, Frodo."
)


def public(key: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in key.items() if name != "d"}


def test_the_published_signatures_verify() -> None:
    said = json.loads(verify(A3_SIGNED, [ECKey.import_key(public(A3_KEY))]))
    assert said == {"iss": "joe", "exp": 1300819380, "http://example.com/is_root": True}
    assert thumbprint(public(A4_KEY)) == A4_THUMBPRINT


def test_the_published_ed25519_signature_verifies_and_its_retired_name_is_refused() -> None:
    """RFC 9864 names the algorithm Ed25519; the example of RFC 8037 says EdDSA."""
    key = OKPKey.import_key(public(A4_KEY))
    with pytest.warns(SecurityWarning, match="RFC 9864"):
        assert jws.deserialize_compact(A4_SIGNED, key, algorithms=["EdDSA"]).payload == b"Example of Ed25519 signing"
    with pytest.raises(UntrustedError):
        verify(A4_SIGNED, [key])
    renamed = jws.serialize_compact({"alg": "Ed25519"}, b"{}", OKPKey.import_key(A4_KEY), algorithms=["Ed25519"])
    assert verify(renamed, [key]) == b"{}"


def test_a_changed_word_or_another_key_verifies_nothing() -> None:
    head, payload, signature = A3_SIGNED.split(".")
    changed = base64.urlsafe_b64encode(b'{"iss":"mallory"}').decode().rstrip("=")
    key = ECKey.import_key(public(A3_KEY))
    for forged in (f"{head}.{changed}.{signature}", f"{head}.{payload}.", f"{head}.{payload}", "", "x" * 200_000):
        with pytest.raises(UntrustedError):
            verify(forged, [key])
    with pytest.raises(UntrustedError, match="No key is pinned"):
        verify(A3_SIGNED, [])
    with pytest.raises(UntrustedError):
        verify(A3_SIGNED, [ECKey.generate_key("P-256"), OKPKey.generate_key("Ed25519")])


def test_no_other_algorithm_is_accepted() -> None:
    """`none`, and a public key taken for a shared secret (RFC 8725, 2.1)."""
    key = ECKey.import_key(public(A3_KEY))
    payload = base64.urlsafe_b64encode(b"{}").decode().rstrip("=")
    for algorithm in ("none", "HS256", "RS256", "ES512", "EdDSA"):
        head = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).decode().rstrip("=")
        with pytest.raises(UntrustedError):
            verify(f"{head}.{payload}.{'A' * 86}", [key])


def test_the_library_opens_the_published_encryption() -> None:
    key = ECKey.import_key(FRODO_KEY)
    opened = jwe.decrypt_compact(FRODO_ENCRYPTED, key, algorithms=["ECDH-ES+A128KW", "A128GCM"])
    assert opened.plaintext == FRODO_SAID.encode()


@pytest.mark.parametrize("curve", ["P-256", "X25519"])
def test_what_is_signed_and_encrypted_opens_for_the_partner_alone(curve: str) -> None:
    own = ECKey.import_key(A3_KEY | {"kid": "ours"})
    kind = OKPKey if curve == "X25519" else ECKey
    partners, another = (kind.generate_key(curve, {"use": "enc", "kid": "theirs"}) for _ in range(2))
    sealed = encrypt(sign(b'{"act":"receive"}', own), kind.import_key(partners.as_dict(private=False)))
    opened = jwe.decrypt_compact(sealed, partners, algorithms=[AGREEMENT, CONTENT])
    assert verify((opened.plaintext or b"").decode(), [own]) == b'{"act":"receive"}'
    assert opened.headers()["cty"] == "JWT"
    with pytest.raises(DecodeError):
        jwe.decrypt_compact(sealed, another, algorithms=[AGREEMENT, CONTENT])
