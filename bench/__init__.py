"""The benchmark suite: ratios within one run, never absolute figures. See docs/bench.md.

It drives the product from outside, over loopback, as `creditbank serve` runs it; the product does
not know it. Words: a *bank* is a database kept between runs; a *contender* does one thing again and
again; a *measure* puts two contenders against each other; an *aim* is the ratio that was promised.
"""
