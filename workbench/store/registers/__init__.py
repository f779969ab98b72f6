"""The registers: purposes (464.5), training (464.4.1), assents, batches (464.9), sources (464.7(f)), policy.

SQLite by default, PostgreSQL by URL. A change that widens what somebody may do carries the index of the
access-log record that it was written under.
"""

from workbench.store.registers.assents import AssentRow, State
from workbench.store.registers.devices import Device
from workbench.store.registers.policies import PolicyText
from workbench.store.registers.registers import Registers
from workbench.store.registers.training import SignOff, Step

__all__ = ["AssentRow", "Device", "PolicyText", "Registers", "SignOff", "State", "Step"]
