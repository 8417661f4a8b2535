"""What keeps tests off the network: see `guard`."""
