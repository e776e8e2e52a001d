"""Figures of rows that were filled in without triggers: `python -m bench.counting`."""

import django


def main() -> None:
    """Count them once, as after a restore of an older bank."""
    django.setup()
    from creditbank.bank.progress import ledger

    ledger.recount()
    ledger.fold()


if __name__ == "__main__":
    main()
