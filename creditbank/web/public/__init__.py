"""The counter for everybody: portal, activation, registration."""
