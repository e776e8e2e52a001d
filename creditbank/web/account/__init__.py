"""The door: signing in and out, first sign-in, recovery, second factor, account security."""
