"""The learner's counter: outcomes, the catalogue picker, messages."""
