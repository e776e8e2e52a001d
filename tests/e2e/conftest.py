"""A served bank and a real browser: the tests of this folder know no more than a person does."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from creditbank.config import postgres

READY_SECONDS = 240
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Bank:
    """A bank that serves: its address, its folder, whom the demo knows."""

    url: str
    data_dir: Path
    log: Path

    @property
    def demo(self):
        """What `demo.json` says."""
        return json.loads((self.data_dir / "demo.json").read_text("utf-8"))

    def open_class(self, name, *rows, organisation="620101", seen=False):
        """Bring the roster of a training class in: rows of name, number, address."""
        told = {"name": name, "rows": rows, "organisation": organisation, "seen": seen}
        env = os.environ | {"MODE": "demo", "DATA_DIR": str(self.data_dir), "PYTHONPATH": str(ROOT)}
        for unset in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            env.pop(unset, None)
        run = [sys.executable, "-m", "tests.e2e.bringing"]
        subprocess.run(run, input=json.dumps(told), text=True, env=env, cwd=ROOT, check=True)

    def person(self, role, **wanted):
        """The first person of a role, by what else is known of them."""
        return next(
            one
            for one in self.demo["people"]
            if one["role"] == role and all(one.get(k) == v for k, v in wanted.items())
        )


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            # The tests of one file share a bank, so they stay together.
            item.add_marker(pytest.mark.xdist_group(f"e2e-{item.path.stem}"))


@pytest.fixture(scope="session")
def bank():
    """`creditbank serve` as anybody starts it, in a folder whose name is not plain."""
    home = Path(tempfile.mkdtemp(prefix="creditbank-e2e-"))
    home.chmod(0o755)
    data_dir, log = home / "学分 银行", home / "serve.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    unset = {"DATABASE_URL", "DATABASE_OWNER_URL", "EMAIL_URL", "STORAGE_URL", "PUBLIC_URL"}
    env = {name: value for name, value in os.environ.items() if name not in unset}
    env |= {"MODE": "demo", "DATA_DIR": str(data_dir), "PORT": str(port)}
    with log.open("wb") as output:
        served = subprocess.Popen(
            [sys.executable, "-m", "creditbank", "serve"], env=env, stdout=output, stderr=output
        )
    try:
        here = Bank(f"http://127.0.0.1:{port}", data_dir, log)
        _await_ready(here, served)
        yield here
    finally:
        served.send_signal(signal.SIGINT)
        try:
            served.wait(60)
        finally:
            served.kill()
            postgres.remove(postgres.Place(data_dir))
            shutil.rmtree(home, ignore_errors=True)


def _await_ready(bank, served):
    patience = time.monotonic() + READY_SECONDS
    while time.monotonic() < patience and served.poll() is None:
        try:
            with urllib.request.urlopen(f"{bank.url}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"The bank does not serve:\n{bank.log.read_text('utf-8', 'replace')[-3000:]}")


@pytest.fixture
def visit(browser, bank):
    """`visit()` opens a window of its own; nothing on its pages may fail or break the policy."""
    contexts, faults = [], []

    def visit(*, width=1280, javascript=True, scheme="light"):
        context = browser.new_context(
            base_url=bank.url,
            viewport={"width": width, "height": 900 if width > 768 else 740},
            java_script_enabled=javascript,
            color_scheme=scheme,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=width <= 768,
        )
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on(
            "console",
            lambda line: "Content Security Policy" in line.text and faults.append(line.text),
        )
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
    assert faults == []
