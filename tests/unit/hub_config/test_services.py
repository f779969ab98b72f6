"""What the services are started with (464.10(a)): nothing secret where others can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub_config.runtime import Runtime
from hub_config.services import services
from workbench.settings import sample

pytestmark = pytest.mark.section("464.10(a)")


def test_the_custodian_alone_is_told_where_its_databases_passwords_stand(tmp_path: Path) -> None:
    file = tmp_path / "workbench.toml"
    file.write_text(sample({"paths.data": tmp_path}))
    told = {service["name"]: service["environment"] for service in services(Runtime.load(file, "mark"))}
    assert told["custodian"]["PGPASSFILE"] == str(tmp_path / "custodian" / ".pgpass")
    assert [name for name, environment in told.items() if "PGPASSFILE" in environment] == ["custodian"]


def test_the_reader_of_photographs_is_told_where_its_configuration_is_and_no_more(tmp_path: Path) -> None:
    file = tmp_path / "workbench.toml"
    file.write_text(sample({"paths.data": tmp_path}))
    (reader,) = [service for service in services(Runtime.load(file, "mark")) if service["name"] == "reader"]
    assert reader["user"] == "alpr-reader"
    assert reader["environment"].keys() == {"ALPR_CONFIG", "ALPR_INSTANCE"}
    assert "url" not in reader
