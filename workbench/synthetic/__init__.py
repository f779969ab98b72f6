"""A synthetic agency around El Centro, for training (464.4.1), demonstrations and measurements; nobody's real data."""

from workbench.synthetic.agency import SCHEMA, agency
from workbench.synthetic.export import Form, write_files
from workbench.synthetic.places import cameras
from workbench.synthetic.stories import STORIES, Plant, Story

__all__ = ["SCHEMA", "STORIES", "Form", "Plant", "Story", "agency", "cameras", "write_files"]
