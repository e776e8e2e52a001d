"""Classes: training classes whose learners an officer brings in together, with their outcomes.

A *roster* names people and what they attained; each person of it gets an *invitation*. Who has no
account opens one by it: recognises themselves, agrees, chooses a password, hands a scan in. Who has
one agrees to the outcomes alone. What was agreed to is *delivered* when the account is open: stored
where the class's organisation issued it, else reviewed as any other. Who does not answer is erased
after 90 days. Neighbours below: `outcomes`, `accounts`, `imports`.
"""
