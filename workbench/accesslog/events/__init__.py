"""The access log as events for the agency's own monitoring (464.5, 464.6): OCSF, without a plate or a narrative."""
