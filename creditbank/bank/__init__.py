"""What a credit bank knows and what may happen in it: no request, no HTML."""
