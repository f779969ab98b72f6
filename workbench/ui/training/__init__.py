"""Training before any access (464.4.1, 464.12): the trainee's way through it, and the trainer's list."""

from workbench.ui.training.sign_off import app as sign_off
from workbench.ui.training.view import app

__all__ = ["app", "sign_off"]
