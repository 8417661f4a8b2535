"""Servers that misbehave, and what a pull must do about it: docs/faults.md is made from these tests."""
