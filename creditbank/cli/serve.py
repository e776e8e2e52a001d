"""`creditbank serve`: database, web and worker together, until Ctrl-C."""

import contextlib
import json
import signal
import socket
import sys
import threading
import time
import urllib.request

import click

from creditbank.cli import setup
from creditbank.cli.children import Child
from creditbank.config import environment

READY_SECONDS = 90
APPLICATION = "creditbank.config.wsgi:application"


@click.command("serve")
@click.option("--web-processes", type=click.IntRange(1, 64), default=1, show_default=True)
def command(web_processes: int) -> None:
    """Serve web and worker together; Ctrl-C stops all of it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # preparing is broken off like Ctrl-C
    here = environment.load()
    _check_port(here.host, here.port)
    setup.bank()
    _prepare(here)
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    children = [Child("web", web(here, web_processes)), Child("worker", ["creditbank", "worker"])]
    try:
        for child in children:
            child.start()
        _await_ready(here, children, stop)
        if not stop.is_set():
            _greet(here)
        while not stop.wait(0.5):
            for child in children:
                child.look_after()
        click.echo("\n正在停止…  Stopping …")
    finally:
        for child in children:
            child.ask_to_end()
        for child in children:
            child.end()


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            raise setup.Stopped(
                f"Port {port} can't be used ({wrong.strerror}); choose another one: make run PORT=8001."
            ) from wrong


def _prepare(here: environment.Environment) -> None:
    from django.core.management import call_command
    from django.db import connections

    from creditbank.cli.migrate import migrate

    click.echo("正在准备数据库…  Preparing the database …")
    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    if here.demo:
        from creditbank.cli import demo

        demo.load()
    connections.close_all()


def web(here: environment.Environment, processes: int, application: str = APPLICATION) -> list[str]:
    """The module that serves pages, with its arguments; benchmarks serve others the same way."""
    return [
        *("granian", "--interface", "wsgi", application),
        *("--host", here.host, "--port", str(here.port)),
        *("--workers", str(processes), "--blocking-threads", "4"),
        *("--log-level", "warning", "--no-ws", "--respawn-failed-workers"),
    ]


def _await_ready(
    here: environment.Environment, children: list[Child], stop: threading.Event
) -> None:
    host = f"[{here.host}]" if ":" in here.host else here.host
    address = f"http://{host}:{here.port}/readyz"
    patience = time.monotonic() + READY_SECONDS
    while not stop.wait(0.2):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        for child in children:
            child.look_after()
        if time.monotonic() > patience:
            raise setup.Stopped(f"The bank did not get ready within {READY_SECONDS} seconds.")


def _greet(here: environment.Environment) -> None:
    click.echo(f"\n学分银行  The credit bank:  {here.public_url}\n")
    demo = here.data_dir / "demo.json"
    if here.demo and demo.exists():
        _show(json.loads(demo.read_text("utf-8")))
    click.echo("Ctrl-C 停止  stops it\n")
    sys.stdout.flush()


def _show(demo: dict[str, list[dict[str, str]]]) -> None:
    click.echo("演示登录  Demo sign-ins (all of them in demo.json):")
    shown = set()
    for person in demo["people"]:
        if person["role"] not in shown:
            shown.add(person["role"])
            second = f"  TOTP {person['totp_secret']}" if person.get("totp_secret") else ""
            click.echo(
                f"  {person['role']:20} {person['sign_in']}  {person['password']}{second}"
                f"  {person['name']} · {person['organisation']}"
            )
    click.echo("尚未激活的学籍  Not yet activated:")
    for enrolment in demo["not_activated"][:3]:
        click.echo(f"  {enrolment['number']}  {enrolment['name']} · {enrolment['organisation']}")
    click.echo("")
