"""What stands in an attacker's way, each with what it is when it does not stand: for controls, not in the product.

A weakness is a list of what to put in the place of what; whoever takes it puts the real thing back.
"""

from __future__ import annotations

from tests.bypass.defences import doors, looking, record, telling

DEFENCES = doors.DEFENCES | looking.DEFENCES | record.DEFENCES | telling.DEFENCES
