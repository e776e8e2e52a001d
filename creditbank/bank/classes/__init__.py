"""Classes: training classes whose learners an officer brings in together, with their outcomes.

So far: what a row of such a roster means. Neighbours below: `imports`, `sheets`, `identity`.
"""
