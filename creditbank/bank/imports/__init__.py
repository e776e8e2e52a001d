"""Imports: runs, their phases and reports. What a row means is its own room's business."""
