"""What goes out of the log over the real socket (464.5, 464.6): a copy once it was confirmed, and own receipts."""

from __future__ import annotations

import httpx
import pytest

from tests.custodian import PURPOSE, Custodian
from workbench.accesslog.keyring import Keyring
from workbench.accesslog.proof import Receipt
from workbench.accesslog.tlog_policy import Party, Policy
from workbench.errors import AssentRequired, NotFound

pytestmark = pytest.mark.section("464.6", "464.10(b)")


def test_a_copy_of_the_log_is_confirmed_with_the_password_and_has_a_receipt(custodian: Custodian) -> None:
    with custodian.trained("adam"), custodian.client("adam") as client:
        client.declare(PURPOSE)
        with pytest.raises(AssentRequired) as asked:
            client.log_export(user="adam", kind="event")
        said = {"assent": asked.value.assent, "granted": True}
        kernels = custodian.call(custodian.token("adam"), "POST", "/assents/answer", said)
        assert kernels.status_code == httpx.codes.FORBIDDEN, "code in the notebook can't confirm it"
        assert custodian.on_page("adam", "POST", "/assents/answer", said).is_success
        taken = client.log_export(user="adam", kind="event")
        client.end()
    assert f'"On record as","{taken.record}"' in taken.csv
    assert proven(custodian, taken.receipt) == taken.result_record


def test_a_receipt_of_ones_own_record_can_be_had_again_and_nobody_elses(custodian: Custodian) -> None:
    with custodian.client("ana") as ana, custodian.client("ben") as ben:
        declared = ana.declare(PURPOSE).record
        assert proven(custodian, ana.receipt(declared)) == declared
        for client, record in ((ben, declared), (ana, 10**9), (ana, -1)):
            with pytest.raises(NotFound, match="of yours"):
                client.receipt(record)
        ana.end()


def proven(custodian: Custodian, text: str) -> int:
    """The record that a receipt proves, under the log's key."""
    key = Keyring(custodian.folder / "custodian" / "log-keys").signing.public()
    receipt = Receipt.parse(text.encode())
    assert receipt.extra
    receipt.check(receipt.extra, Policy((Party(key),), {}))
    return receipt.index
