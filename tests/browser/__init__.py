"""Tests that look at the built site the way a reader does: in Chromium, from loopback or from `file://`."""
