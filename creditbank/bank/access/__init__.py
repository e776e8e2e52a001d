"""Access: permissions, the roles that hold them, how far a person reaches, who saw what.

Three questions in order: may this role? does it reach this row (else it is not found)? is it the
moment? Everything is closed by default.
"""
