"""What leaves the machine (464.7(g)): signed, over TLS with a name that is checked, or not at all."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from email import message_from_string, policy
from pathlib import Path
from typing import Any

import pytest

from tests.unit.accesslog.events.receiver import Authority
from tests.unit.collection.alerts.receivers import mail_server, webhook
from tests.waiting import HOST
from workbench.collection.alerts.channels import Channels, secret_of
from workbench.collection.alerts.webhook import signature
from workbench.collection.alerts.words import Message
from workbench.errors import ConfigError, Unavailable
from workbench.settings.alerts import Alerts

pytestmark = pytest.mark.section("464.7(g)")

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MESSAGE = Message("k" * 32, "ALPR: hit 7 waits", "A hit waits.\n.\nRecord 9.\n", b'{"hit": 7}')
SECRET = "s" * 40


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def channels(folder: Path, authority: Authority, **given: Any) -> Channels:
    (folder / "key").write_text(f"{SECRET}\n")
    (folder / "password").write_text("secret\n")
    trusted = {"webhook_ca": str(authority.file), "smtp_ca": str(authority.file)}
    return Channels.of(Alerts.model_validate({"key_file": str(folder / "key"), **trusted, **given}))


def test_a_post_is_signed_over_time_and_body_and_has_its_key(tmp_path: Path, authority: Authority) -> None:
    with webhook(authority.sign("hook")) as taken:
        channels(tmp_path, authority).send(f"https://{HOST}:{taken.port}/alpr", MESSAGE, AT)
    ((headers, body),) = taken.posts
    assert body == MESSAGE.body
    assert headers["Idempotency-Key"] == MESSAGE.key
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["X-ALPR-Signature"])
    assert found
    signed = hmac.new(SECRET.encode(), f"{found[1]}.".encode() + body, hashlib.sha256).hexdigest()
    assert (int(found[1]), found[2]) == (int(AT.timestamp()), signed)
    assert signature(SECRET.encode(), 1, body) != signature(SECRET.encode(), 2, body)


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_receiver_that_does_not_take_it_is_no_success_and_no_redirect_is_followed(
    tmp_path: Path, authority: Authority, status: int
) -> None:
    with webhook(authority.sign("hook")) as taken:
        taken.answers = [status]
        with pytest.raises(Unavailable) as told:
            channels(tmp_path, authority).send(f"https://{HOST}:{taken.port}/", MESSAGE, AT)
    assert len(taken.posts) == 1
    assert str(status) in told.value.diagnostic


def test_a_receiver_whose_certificate_is_not_trusted_gets_nothing(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "other")
    for certificate in (other.sign("stranger"), authority.sign("elsewhere", address="127.0.0.2"),
                        authority.sign("old", days=-1)):  # fmt: skip
        with webhook(certificate) as taken, pytest.raises(Unavailable):
            channels(tmp_path, authority).send(f"https://{HOST}:{taken.port}/", MESSAGE, AT)
        assert taken.posts == []


def test_mail_goes_over_tls_and_says_who_it_is_from_and_that_nobody_wrote_it(
    tmp_path: Path, authority: Authority
) -> None:
    with mail_server(authority.sign("mail")) as taken:
        given = {"smtp": f"{HOST}:{taken.port}", "sender": "alpr@example.gov"}
        signing_in = {"smtp_user": "alpr", "smtp_password_file": str(tmp_path / "password")}
        channels(tmp_path, authority, **given, **signing_in).send("mailto:ana@example.gov", MESSAGE, AT)
    words = [command.partition(" ")[0].upper() for command in taken.commands]
    assert words.index("STARTTLS") < words.index("AUTH") < words.index("DATA")
    mail = message_from_string(taken.mails[0], policy=policy.default)
    assert (mail["To"], mail["From"], mail["Subject"]) == ("ana@example.gov", "alpr@example.gov", "ALPR: hit 7 waits")
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (f"<{MESSAGE.key}@example.gov>", "auto-generated")
    assert "Record 9." in mail.get_content()


def test_a_mail_server_without_tls_or_with_a_strange_name_gets_nothing(tmp_path: Path, authority: Authority) -> None:
    (tmp_path / "other").mkdir()
    strange = Authority(tmp_path / "other", "other").sign("mail")
    for certificate, starttls in ((authority.sign("mail"), False), (strange, True)):
        with mail_server(certificate, starttls=starttls) as taken:
            given = {"smtp": f"{HOST}:{taken.port}", "sender": "alpr@example.gov"}
            with pytest.raises(Unavailable):
                channels(tmp_path, authority, **given).send("mailto:ana@example.gov", MESSAGE, AT)
        assert taken.mails == []
        assert not any(command.upper().startswith(("MAIL", "AUTH", "DATA")) for command in taken.commands)


def test_a_mail_that_is_not_taken_is_no_success(tmp_path: Path, authority: Authority) -> None:
    with mail_server(authority.sign("mail")) as taken:
        taken.answers = [554]
        given = {"smtp": f"{HOST}:{taken.port}", "sender": "alpr@example.gov"}
        with pytest.raises(Unavailable) as told:
            channels(tmp_path, authority, **given).send("mailto:ana@example.gov", MESSAGE, AT)
    assert "554" in told.value.diagnostic


def test_nobody_listens_is_told_too(tmp_path: Path, authority: Authority) -> None:
    with webhook(authority.sign("hook")) as gone:
        pass
    for address, given in (
        (f"https://{HOST}:{gone.port}/", {}),
        ("mailto:ana@example.gov", {"smtp": f"{HOST}:{gone.port}", "sender": "alpr@example.gov"}),
    ):
        with pytest.raises(Unavailable):
            channels(tmp_path, authority, **given).send(address, MESSAGE, AT)


def test_the_key_is_made_once_for_the_custodian_alone_and_a_short_one_is_none(tmp_path: Path) -> None:
    made = secret_of(tmp_path / "key")
    assert (len(made) >= 32, secret_of(tmp_path / "key")) == (True, made)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "short").write_text("short\n")
    for path in (tmp_path / "short", tmp_path / "missing" / "key"):
        with pytest.raises(ConfigError):
            secret_of(path)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"to": ["ana http://example.gov/"]}, "pattern"),
        ({"to": ["ana"]}, "pattern"),
        ({"to": ["ana mailto:ana@example.gov"]}, "smtp and sender"),
        ({"to": ["ana https://a.example/", "ana https://a.example/"]}, "twice"),
        ({"smtp_user": "alpr"}, "belong together"),
        ({"to": ["ana https://user:word@example.gov/"]}, "pattern"),
    ],
)
def test_what_can_not_be_sent_stops_the_start(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Alerts.model_validate(given)
