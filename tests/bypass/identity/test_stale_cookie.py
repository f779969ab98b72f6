"""What it tries: go on with the cookies of a browser that stayed open when its person's account was disabled.

What stops it: the Hub ends cookies with the account and looks each person up again (464.5.2).
"""

from __future__ import annotations

from contextlib import closing

from tests.bypass.attack import Ground
from tests.bypass.edge import EDGE
from tests.bypass.signing_in import browser, enter, newcomer, signed_in
from tests.bypass.weak_hub import Second


def test_blocked(strong: Ground) -> None:
    """Neither the Hub's page nor the edge's opens for it any more."""
    with newcomer(strong.house) as (name, password), closing(browser(strong.house)) as client:
        assert enter(client, name, password)
        client.follow_redirects = True
        assert name in client.get(f"{EDGE}/assents").text
        strong.house.account_tool("disable", name)
        client.follow_redirects = False
        assert not signed_in(client)
        assert client.get(f"{EDGE}/assents").status_code in (303, 401)


def test_control(weak_hub: Second) -> None:
    """When nobody is looked up again, the browser goes on as if nothing had been."""
    name, password = weak_hub.newcomer()
    with weak_hub.taken("refresh"), closing(browser(weak_hub.house)) as client:
        assert enter(client, name, password)
        weak_hub.accounts.set_disabled(name, disabled=True)
        assert signed_in(client)
