"""The demo's six fictional cases, brought in through the same acts as real ones."""

from gremium.cases.demo.bringing_in import bring_in
from gremium.cases.demo.example import DemoCase, demo_cases

__all__ = ["DemoCase", "bring_in", "demo_cases"]
