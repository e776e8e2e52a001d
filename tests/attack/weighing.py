"""Whether two samples of times come from one distribution: the two-sample Kolmogorov–Smirnov test."""

import math

# Probability that one measurement of equal things looks unequal; three in a row: one in a billion.
ALPHA, ROUNDS = 0.001, 3
_CRITICAL = math.sqrt(-math.log(ALPHA / 2) / 2)


def differ(one, other):
    """Whether the test rejects, at `ALPHA`, that both samples are drawn alike."""
    limit = _CRITICAL * math.sqrt((len(one) + len(other)) / (len(one) * len(other)))
    return distance(one, other) > limit


def distance(one, other):
    """The largest gap between the two empirical distributions."""
    gap, at, places = 0.0, [0, 0], (sorted(one), sorted(other))
    for value in sorted({*one, *other}):
        for which, values in enumerate(places):
            while at[which] < len(values) and values[at[which]] <= value:
                at[which] += 1
        gap = max(gap, abs(at[0] / len(one) - at[1] / len(other)))
    return gap


def always_differ(measure):
    """Measure again while the samples differ; a difference counts when every round shows it.

    `measure()` gives two samples, taken in turns so that a busy machine troubles both alike.
    """
    return all(differ(*measure()) for _round in range(ROUNDS))
