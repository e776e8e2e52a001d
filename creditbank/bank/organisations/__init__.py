"""Organisations: the tree, with its past, and who works where in which role."""
