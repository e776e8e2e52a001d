"""The counter of officers and administrators: the staff home and the tasks of a place."""
