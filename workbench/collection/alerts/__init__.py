"""Alerts that leave this machine (464.7(g)): decided and recorded when they are sent, by signed POST or by mail."""
