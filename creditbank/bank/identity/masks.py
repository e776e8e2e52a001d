"""How numbers are shown to people who need to recognise, not to learn them."""

_LONG = 15


def mask(number: str) -> str:
    """`110***********1023`: the first three and the last four; of short numbers less."""
    return _hide(number, *_shown(number))


def mask_sign_in(number: str) -> str:
    """`S110****1023`: the sign-in name, its length hidden too."""
    head, tail = _shown(number)
    return f"S{number[:head]}****{number[len(number) - tail :]}"


def _shown(number: str) -> tuple[int, int]:
    if len(number) >= _LONG:
        return 3, 4
    return (1, 2) if len(number) > 4 else (0, 0)


def _hide(number: str, head: int, tail: int) -> str:
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]
