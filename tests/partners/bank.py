"""A partner bank in a sandbox: a process of its own that speaks the protocol of docs/explanation/recipients.md.

    python tests/partners/bank.py FOLDER --name ulgi-bank --bin 210140019844

It makes its keys in FOLDER (`public.jwks`, `server.pem`: for `./lerna recipients pin`), waits there for ours
(`lerna.jwks` by `./lerna recipients keys`, `client.pem`), and answers `POST /messages` over TLS with a client's
certificate. What it took in stands in `messages.jsonl`; a word in `next` makes one answer go wrong. It prints its port.
"""

import argparse
import datetime as dt
import ipaddress
import json
import ssl
import sys
import time
import uuid
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(Path(__file__).parent))

from jose_by_hand import RefusedError, decode, decrypt, encode, sign, verify

LIFE = 300  # seconds that a token is good for


class Bank:
    """The bank's keys and what it has taken in."""

    def __init__(self, folder: Path, name: str, company_bin: str) -> None:
        self.folder, self.name, self.company_bin = folder, name, company_bin
        folder.mkdir(parents=True, exist_ok=True)
        self.opening, self.signing = self._read_keys()
        self.seen: set[str] = set()
        self.taken: dict[str, dict[str, Any]] = {}

    def take_in(self, body: str, idempotency_key: str) -> str:
        """The receipt of a message; RefusedError for whatever isn't ours, isn't new, isn't right."""
        keys = json.loads((self.folder / "lerna.jwks").read_text())["keys"]
        claims = verify(decrypt(body, self.opening, f"{self.name}-enc"), keys)
        if claims["iss"] != self.company_bin or claims["aud"] != self.name:
            raise RefusedError("for somebody else")
        if not claims["iat"] - 60 <= time.time() < claims["exp"] + 60 or claims["exp"] - claims["iat"] > LIFE:
            raise RefusedError("too old")
        if claims["jti"] in self.seen or claims["txn"] != idempotency_key:
            raise RefusedError("played again")
        self.seen.add(claims["jti"])
        if claims["txn"] not in self.taken:
            self.taken[claims["txn"]] = claims
            with (self.folder / "messages.jsonl").open("a") as file:
                file.write(json.dumps(claims, ensure_ascii=False) + "\n")
        return self.sign_receipt(claims["txn"], body)

    def sign_receipt(self, message: str, body: str) -> str:
        """Says that the message is here, and of which body."""
        issued = int(time.time())
        claims = {
            "iss": self.name, "aud": self.company_bin, "iat": issued, "exp": issued + LIFE, "jti": str(uuid.uuid4()),
            "txn": message, "digest": sha256(body.encode()).hexdigest(),
        }  # fmt: skip
        return sign(claims, self.signing, f"{self.name}-sig")

    def next_mishap(self) -> str:
        """The word that a test left for this answer, if any."""
        path = self.folder / "next"
        words = path.read_text().split() if path.exists() else []
        path.write_text(" ".join(words[1:]))
        return words[0] if words else ""

    def _read_keys(self) -> tuple[x25519.X25519PrivateKey, ed25519.Ed25519PrivateKey]:
        path = self.folder / "secret.json"
        if not path.exists():
            opening, signing = x25519.X25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
            path.write_text(json.dumps([encode(opening.private_bytes_raw()), encode(signing.private_bytes_raw())]))
            path.chmod(0o600)
            publish(self.folder / "public.jwks", self.name, opening, signing)
        written = [decode(text) for text in json.loads(path.read_text())]
        return (
            x25519.X25519PrivateKey.from_private_bytes(written[0]),
            ed25519.Ed25519PrivateKey.from_private_bytes(written[1]),
        )


def publish(path: Path, name: str, opening: x25519.X25519PrivateKey, signing: ed25519.Ed25519PrivateKey) -> None:
    """The public halves as a JWK set."""
    halves = (("enc", "X25519", opening), ("sig", "Ed25519", signing))
    keys = [
        {"kty": "OKP", "use": use, "crv": curve, "kid": f"{name}-{use}",
         "x": encode(secret.public_key().public_bytes_raw())}
        for use, curve, secret in halves
    ]  # fmt: skip
    path.write_text(json.dumps({"keys": keys}, indent=2))


def certify(folder: Path) -> Path:
    """The server's own certificate for this machine, with its key; `server.pem` is the public part."""
    path = folder / "server-with-key.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox bank")]), dt.datetime.now(dt.UTC)
        places = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(hours=1))
        builder = builder.not_valid_after(now + dt.timedelta(days=365))
        builder = builder.add_extension(x509.SubjectAlternativeName(places), critical=False)
        certificate = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate)
        path.chmod(0o600)
        (folder / "server.pem").write_bytes(certificate)
    return path


class Handler(BaseHTTPRequestHandler):
    """`POST /messages`."""

    bank: Bank
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode("ascii")
        mishap = self.bank.next_mishap()
        if mishap.isdigit():
            return self.answer(int(mishap), "")
        if self.path != "/api/messages" or self.headers.get("Content-Type") != "application/jose":
            return self.answer(404, "")
        try:
            receipt = self.bank.take_in(body, self.headers.get("Idempotency-Key", ""))
        except (RefusedError, ValueError, KeyError) as error:
            self.log_error("refused: %s", error)
            return self.answer(422, "")
        if mishap == "silence":  # taken in, and the answer is lost on the way
            self.close_connection = True
            return None
        if mishap == "other-receipt":
            receipt = self.bank.sign_receipt(str(uuid.uuid4()), body)
        if mishap == "other-body":
            receipt = self.bank.sign_receipt(self.headers["Idempotency-Key"], "something else")
        return self.answer(200, receipt)

    def answer(self, status: int, content: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/jose")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_request(self, *_given: object) -> None:
        """What was refused is said; the rest isn't worth a line."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", required=True, help="its key in the register")
    parser.add_argument("--bin", required=True, help="the BIN of the company that it serves")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    Handler.bank = Bank(arguments.folder, arguments.name, arguments.bin)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certify(arguments.folder))
    context.verify_mode = ssl.CERT_REQUIRED
    while not (arguments.folder / "client.pem").exists():
        time.sleep(0.05)
    context.load_verify_locations(arguments.folder / "client.pem")
    server = ThreadingHTTPServer(("127.0.0.1", arguments.port), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
