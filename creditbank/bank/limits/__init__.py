"""Limits: how often something may be tried, and the typed captcha that slows machines down.

A counter's key is stored only as a keyed fingerprint: nobody learns from this table who tried what.
Sign-in is counted per name *and* address, never per address alone: a whole school may sit behind
one. A ceiling per address exists only against floods and is generous: hundreds an hour.

Words: a *hit* is one try; a *window* begins with its first hit; a *challenge* is one captcha.
"""

from creditbank.bank.limits.hits import count, forget, hit, hit_and_count, sweep

__all__ = ["count", "forget", "hit", "hit_and_count", "sweep"]
