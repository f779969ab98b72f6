"""The governed kernel (464.5(4)): a courtesy gate that asks early; the custodian is the law."""

__version__ = "0.1.0"
