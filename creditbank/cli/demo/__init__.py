"""`creditbank demo`: fill an empty bank with invented people, cases in every state, and sign-ins."""

import click


@click.command()
def command() -> None:
    """Fill an empty bank with demo data; a bank that holds organisations is left as it is."""
    click.echo("The demo is ready." if load() else "The bank is not empty: nothing was changed.")


def load(people: int = 5_000) -> bool:
    """The same as a function; `people` is the number of generated enrolments. False: not empty."""
    from creditbank.cli.demo import loading

    return loading.load(people)
