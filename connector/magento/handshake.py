"""The activation of an integration: consumer key and verifier in, four proven keys out, within seconds.

Magento posts them to us and waits 5 seconds (contract, recorded): request token, access token and the proving call are
made while it waits. The post itself is not signed: only the answers to these three calls prove anything.
"""

from __future__ import annotations

import re
import time
from concurrent.futures import Future
from io import BytesIO
from threading import Thread
from urllib.parse import parse_qs, unquote_plus

import requests

from connector import outbound
from connector.magento import diagnosis
from connector.magento.address import own_url
from connector.magento.client import MagentoClient
from connector.magento.signing import OAuth1Auth, OAuth1Keys
from connector.ports.errors import ReadFailed, Refused
from connector.ports.handshake import Activation, Proven

SECONDS = 4.0  # for all three calls: what is left of Magento's 5 is for reading, keeping and answering
CONNECT_SECONDS = 1.5
MAX_ANSWER = 1_000_000  # bytes; a thousand store views are less
TOKEN = re.compile(r"[\x21-\x7e]{1,255}")

# Magento's own words (recorded, oauth/20 to 35), what we call them, and what to do.
PROBLEMS = (
    ("signature is invalid", "signature", "the consumer secret is wrong, or a proxy hides the shop's host or scheme"),
    ("has expired", "expired", "more than 300 seconds since it was activated: press Activate again"),
    ("not a verifier token", "used", "this activation was used already: press Reauthorize"),
    ("verifier", "verifier", "the verifier is not the one of this activation: press Activate again"),
    ("consumer having the specified key", "unknown_consumer", "the shop knows no integration with this consumer key"),
    ("not the correct length", "unknown_consumer", "the shop knows no integration with this consumer key"),
    ("validating the nonce", "clock", "this machine's clock is more than ten minutes ahead"),
    ("nonce is already", "nonce", "the shop has seen this call before: press Activate again"),
    ('"oauth_consumer_key" is required', "no_header", "a proxy or web server drops the Authorization header"),
    ("Specified token does not exist", "token", "the token is gone: press Reauthorize"),
)


class Handshake:
    """`session` comes from `outbound.make_session`; it bars private networks where they are barred."""

    def __init__(self, session: requests.Session, seconds: float = SECONDS, connect: float = CONNECT_SECONDS) -> None:
        self._session = session
        self._seconds = seconds
        self._connect = connect

    def __call__(self, base_url: str, activation: Activation) -> Proven:
        """Trade an activation for credentials and prove them; give up after `seconds`, whatever the shop does.

        Raise Refused (`code` says why in a word, `detail` what to do), ReadFailed for a shop that is silent or away,
        ValueError for an address that is none. What was traded and then lost is made anew by Reauthorize.
        """
        found: Future[Proven] = Future()
        until = time.monotonic() + self._seconds

        def run() -> None:
            try:
                found.set_result(self._prove(base_url, activation, until))
            except BaseException as error:
                found.set_exception(error)

        # A thread: time-outs bound each wait for bytes, and nothing bounds the look-up of a name.
        Thread(target=run, name="handshake", daemon=True).start()
        try:
            return found.result(self._seconds)
        except TimeoutError:
            raise ReadFailed("the shop did not answer in time") from None

    def _prove(self, base_url: str, activation: Activation, until: float) -> Proven:
        root, key, secret = base_url.rstrip("/"), activation.consumer_key, activation.consumer_secret
        bare = OAuth1Auth(OAuth1Keys(key, secret, "", ""))
        stores = MagentoClient(base_url, bare, self._session).url("store/storeConfigs")
        asked = self._token(f"{root}/oauth/token/request", bare, until)
        signed = OAuth1Auth(OAuth1Keys(key, secret, *asked), activation.verifier)
        access = self._token(f"{root}/oauth/token/access", signed, until)
        keys = OAuth1Keys(key, secret, *access)
        return Proven(
            credentials={
                "base_url": base_url,
                "consumer_key": key,
                "consumer_secret": secret,
                "access_token": keys.access_token,
                "access_token_secret": keys.access_token_secret,
            },
            base_url=self._told_url(stores, OAuth1Auth(keys), until),
        )

    def _token(self, url: str, auth: OAuth1Auth, until: float) -> tuple[str, str]:
        """Ask for a token and its secret; the answer is a form, whatever its content type says."""
        answer = self._call("POST", url, auth, until)
        told = answer.content.decode("utf-8", "replace")
        if answer.status_code in {400, 401}:
            raise _problem(unquote_plus(told))
        given = parse_qs(told)
        values = [given.get(name, []) for name in ("oauth_token", "oauth_token_secret")]
        if answer.status_code != 200 or not all(len(each) == 1 and TOKEN.fullmatch(each[0]) for each in values):
            raise Refused("not_magento", f"{answer.status_code} without a token: is this the shop's own base URL?")
        return values[0][0], values[1][0]

    def _told_url(self, url: str, auth: OAuth1Auth, until: float) -> str:
        """The first call with the new keys: how the shop calls itself."""
        answer = self._call("GET", url, auth, until)
        if answer.status_code == 401 and (missing := outbound.missing_permission(answer)):
            raise Refused("permission", f"the integration lacks {missing}: allow it, then press Reauthorize")
        if (problem := diagnosis.not_magento(answer, list)) is not None:
            raise Refused("not_magento", problem)
        return own_url(outbound.decoded(answer, ReadFailed))

    def _call(self, method: str, url: str, auth: OAuth1Auth, until: float) -> requests.Response:
        """Send once, within what is left of the time; a redirect is a no, and so is an answer without an end."""
        left = until - time.monotonic()
        if left <= 0:
            raise ReadFailed("no time left")
        try:
            with self._session.request(
                method, url, auth=auth, allow_redirects=False, stream=True, timeout=(min(left, self._connect), left)
            ) as streamed:
                answer = _bounded(streamed, until)
        except requests.RequestException as error:
            if "private network" in str(error):
                raise Refused("private_network", diagnosis.no_connection(error)) from error
            raise ReadFailed(type(error).__name__) from error
        if 300 <= answer.status_code < 400:
            raise Refused("redirect", diagnosis.not_magento(answer, object) or "")
        if answer.status_code == 429 or answer.status_code >= 500:
            raise ReadFailed(str(answer.status_code))
        return answer


def _bounded(answer: requests.Response, until: float) -> requests.Response:
    """Read the body, a piece at a time: it may be endless, or come by drops. Return the answer with its body whole."""
    body = bytearray()
    for piece in answer.iter_content(16_384):
        body += piece
        if len(body) > MAX_ANSWER:
            raise Refused("not_magento", "the answer is too long: is this the shop's own base URL?")
        if time.monotonic() > until:
            raise ReadFailed("no time left")
    whole = requests.Response()
    whole.status_code, whole.headers, whole.encoding = answer.status_code, answer.headers, answer.encoding
    whole.raw = BytesIO(body)
    return whole


def _problem(words: str) -> Refused:
    """Say what a refusal means; Magento's own words are kept out of it, since they may hold what was sent."""
    for known, code, todo in PROBLEMS:
        if known in words:
            return Refused(code, todo)
    return Refused("refused", "the shop refused the exchange: press Reauthorize, and see its log if it goes on")
