"""The configuration file: documented, checked, and stopped with the section when it is unlawful."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import ConfigError
from workbench.policy.purpose import Category
from workbench.settings import Settings, sample


def load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "workbench.toml"
    file.write_text(text, "utf-8")
    return Settings.load(file)


def test_an_empty_file_has_the_safe_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, "")
    assert settings.retention.days == 730
    assert settings.training.valid_days == 365
    assert settings.purpose.categories == tuple(Category)
    assert (settings.search.window_days, settings.search.age_days) == (30, 90)
    assert (settings.search.rows, settings.search.fixed_characters) == (500, 4)
    assert settings.sources.names == ("department", "state", "federal")
    assert settings.isolation.enforced
    assert not settings.demo.generated
    assert settings.assent.valid_minutes == 15


def test_the_sample_is_the_defaults_and_documents_every_key(tmp_path: Path) -> None:
    text = sample()
    assert load(tmp_path, text) == load(tmp_path, "")
    for name, part in Settings.model_fields.items():
        assert f"\n[{name}]\n" in text
        for key, field in part.annotation.model_fields.items():  # type: ignore[union-attr]
            assert f"{key} = " in text or f"\n[{name}.{key}]\n" in text
            assert field.description, f"{name}.{key} is not described"


def test_the_sample_takes_values_in_and_refuses_names_that_are_no_key(tmp_path: Path) -> None:
    text = sample({"paths.data": tmp_path, "hub.port": 8100, "demo.generated": True, "agency.name": 'The "A" é'})
    settings = load(tmp_path, text)
    assert (settings.hub.port, settings.demo.generated, settings.agency.name) == (8100, True, 'The "A" é')
    with pytest.raises(ConfigError, match=r"hub\.prot"):
        sample({"hub.prot": 8100})


def test_socket_and_databases_follow_the_data_folder_unless_they_are_given(tmp_path: Path) -> None:
    settings = load(tmp_path, '[paths]\ndata = "/srv/alpr"\n[log]\nurl = "postgresql+psycopg://log@db/log"\n')
    assert settings.listen.custodian == "unix:/srv/alpr/run/custodian.sock"
    assert settings.registers.url == "sqlite:////srv/alpr/custodian/registers.sqlite"
    assert settings.log.url == "postgresql+psycopg://log@db/log"
    assert settings.store.spark_secret_file == "/srv/alpr/custodian/spark-secret"
    assert settings.paths.homes == Path("/srv/alpr/homes")


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("unknown section", {"retentoin": {"days": 730}}, "retentoin", ""),
    ("unknown key", {"retention": {"day": 730}}, "retention.day", ""),
    ("retention under two years", {"retention": {"days": 729}}, "retention.days", "464.9"),
    ("training over a year", {"training": {"valid_days": 367}}, "training.valid_days", "464.12"),
    ("training of no days", {"training": {"valid_days": 0}}, "training.valid_days", "464.12"),
    ("no purpose", {"purpose": {"categories": []}}, "purpose.categories", "464.3"),
    ("a purpose off the list", {"purpose": {"categories": ["curiosity"]}}, "purpose.categories", "464.3"),
    ("a purpose twice", {"purpose": {"categories": ["stolen_plate"] * 2}}, "purpose.categories", "464.3"),
    ("a wider window", {"search": {"window_days": 31}}, "search.window_days", "464.10(b)"),
    ("older reads", {"search": {"age_days": 91}}, "search.age_days", "464.10(b)"),
    ("more rows", {"search": {"rows": 501}}, "search.rows", "464.10(b)"),
    ("fewer characters", {"search": {"fixed_characters": 3}}, "search.fixed_characters", "464.7(d)"),
    ("no source", {"sources": {"names": []}}, "sources.names", "464.7(f)"),
    ("a source that is a path", {"sources": {"names": ["../x"]}}, "sources.names", "464.7(f)"),
    ("longer assents", {"assent": {"valid_minutes": 61}}, "assent.valid_minutes", "464.10(b)"),
    ("a number for yes", {"isolation": {"enforced": 1}}, "isolation.enforced", "464.10(a)"),
    ("text for a number", {"retention": {"days": "730"}}, "retention.days", "464.9"),
    ("a password for all to read", {"log": {"url": "postgresql+psycopg://a:secret@db/l"}}, "log.url", "464.5"),
    ("a password behind", {"registers": {"url": "postgresql+psycopg://a@db/l?password=secret"}}, "registers.url", ""),
    ("a number for a domain", {"hub": {"domain": "10.0.0.1"}}, "hub.domain", "464.10(a)"),
    ("one word for a domain", {"hub": {"domain": "localhost"}}, "hub.domain", "464.10(a)"),
    ("a domain without TLS by hand", {"hub": {"domain": "http://alpr.example.gov"}}, "hub.domain", "464.10(a)"),
    ("a domain with a path", {"hub": {"domain": "alpr.example.gov/hub"}}, "hub.domain", "464.10(a)"),
    ("yes for a number", {"hub": {"port": True}}, "hub.port", ""),
    ("no such zone", {"agency": {"time_zone": "Imperial/Valley"}}, "agency.time_zone", ""),
    ("no organisation", {"agency": {"organisation": ""}}, "agency.organisation", "464.5"),
    ("a relative folder", {"paths": {"data": "data"}}, "paths.data", ""),
    ("another database", {"log": {"url": "mysql://x/y"}}, "log.url", "464.5"),
    ("a log in memory", {"log": {"url": "sqlite://"}}, "log.url", "464.5"),
    ("plain http", {"listen": {"custodian": "http://x:1"}}, "listen.custodian", "464.10(a)"),
    ("another engine", {"store": {"engine": "yarn"}}, "store.engine", ""),
    ("a cluster without a port", {"store": {"engine": "spark://db"}}, "store.engine", ""),
    ("a local cluster", {"store": {"engine": "local[2]"}}, "store.engine", ""),
    ("a relative secret", {"store": {"spark_secret_file": "secret"}}, "store.spark_secret_file", "464.10"),
    ("a section that is none", {"agency": 3}, "agency", ""),
    ("network without TLS", {"listen": {"network_address": "10.0.0.1:8443"}}, "listen.tls_certificate", ""),
    ("details gone before reads", {"retention": {"days": 1826}}, "log.detail_days is 1825, and must", ""),
    ("https without TLS", {"listen": {"custodian": "https://c:8443"}}, "listen.tls_certificate", ""),
]


@pytest.mark.parametrize(("values", "key", "section"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
@pytest.mark.section("464.3.1")
def test_what_is_unknown_or_unlawful_stops_the_start(values: dict[str, Any], key: str, section: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Settings.from_mapping(values, file="workbench.toml")
    assert refused.value.message.startswith("workbench.toml: ")
    assert key in refused.value.message
    assert refused.value.section == section


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(ConfigError, match=r"retention\.days.*464\.9.*training\.valid_days.*464\.12"):
        Settings.from_mapping({"retention": {"days": 1}, "training": {"valid_days": 1000}})


def test_a_password_in_a_url_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ConfigError) as refused:
        Settings.from_mapping({"log": {"url": "postgres://log:hunter2@db/log"}})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told", "section"),
    [
        ("[hub]\nport = 1\n\n[retention]\ndays = 5\n", "retention.days (line 5): ", "464.9"),
        ("retention.days = 5\n", "retention.days (line 1): ", "464.9"),
        ("\n[retention]\ndyas = 730\n", "retention.dyas (line 3) is not a key", ""),
        ("\n[retentoin]\ndays = 730\n", "retentoin (line 2) is not a key", ""),
        ("retention = 730\n", "retention (line 1) is a section: write [retention] and its keys below", ""),
        ('[sources]\nnames = ["a",\n "../b"]\n', "sources.names.1 (line 2): ", "464.7(f)"),
        ("\ufeff[retention]\ndays = 5\n", "retention.days (line 2): ", "464.9"),
    ],
)
def test_an_error_names_the_line(tmp_path: Path, text: str, told: str, section: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, text)
    assert told in refused.value.message
    assert refused.value.section == section


@pytest.mark.parametrize(
    "content",
    [b"a = ", b"\xff\xfe", b"[a]\n[a]\n", b"a = " + b"[" * 20_000, b"a = " + b"1" * 5000],
    ids=["cut", "utf-16", "twice", "deep", "long number"],
)
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "workbench.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"workbench\.toml"):
        Settings.load(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml"):
        Settings.load(tmp_path / "none.toml")


def test_settings_cannot_be_changed_after_the_start(tmp_path: Path) -> None:
    settings = load(tmp_path, "")
    with pytest.raises(ValueError, match="frozen"):
        settings.retention.days = 1  # type: ignore[misc]
    assert tomllib.loads(sample())["retention"]["days"] == 730


@pytest.mark.section("464.6")
def test_events_go_into_a_file_beside_the_log_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    beside = load(tmp_path, '[paths]\ndata = "/srv/alpr"\n').events
    assert (beside.file, beside.receiver) == ("/srv/alpr/custodian/events/events.jsonl", None)
    given = load(tmp_path, '[events]\nfile = ""\nsyslog = "[::1]:6514"\n').events
    assert (given.file, given.receiver) == ("", ("::1", 6514))


@pytest.mark.section("464.6")
@pytest.mark.parametrize(
    "wrong",
    [
        'syslog = "siem.example.gov"',
        'syslog = "siem.example.gov:0"',
        'syslog = "siem.example.gov:70000"',
        'syslog_certificate = "/etc/alpr/sender.pem"',
        "late_minutes = 0",
        "reconcile_hour = 24",
        'file = "events.jsonl"',
    ],
)
def test_events_that_could_not_be_sent_stop_the_start(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"events"):
        load(tmp_path, f"[events]\n{wrong}\n")
