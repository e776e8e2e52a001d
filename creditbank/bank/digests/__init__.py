"""Digests (每日汇总): once a working day officers read what of their learners' was turned down.

An *edition* is a day's digest: it covers what was returned or rejected since the edition before. A
*copy* is what one person got of it; who has nothing to read gets none, and who does not want any has
a *choice* that says so.
"""
