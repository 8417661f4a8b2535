"""Tests: one file per module; `browser/` for what only a browser shows; `tools/` for what stands behind make."""
