"""The counter of the national centre: portal content, certificate catalogue, holiday table."""
