"""The headless content, for anyone, read only, at `/api/v2/`; what it gives is described at `openapi.json` there."""
