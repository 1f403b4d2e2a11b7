"""Loaded before Django (`-p tests.environment`): tests run as a demo installation in a folder of their own."""

import os
import tempfile

os.environ.setdefault("GREMIUM_DEMO", "1")
os.environ["GREMIUM_DATA"] = tempfile.mkdtemp(prefix="gremium-test-")
