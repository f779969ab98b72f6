"""What people see (464.7(d), 464.6, 464.12): each panel is a model without widgets and a view without rules."""
