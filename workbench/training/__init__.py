"""Training before access (464.4.1, 464.7(e), 464.12): modules, quiz, exercise, acknowledgement, sign-off."""
