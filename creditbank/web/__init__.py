"""The counters: pages grouped by who stands before them."""
