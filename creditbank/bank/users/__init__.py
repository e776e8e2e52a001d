"""Users: who can sign in, with what, and how they get back in.

One user per human, learner and staff alike. What is typed as a sign-in name becomes a fingerprint
before anything else sees it. Staff have a second factor.
"""
