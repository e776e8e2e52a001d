"""The intake on some bytes, with the memory and the work that it took."""

import json
import subprocess
import sys

from creditbank.bank.fence import programs
from creditbank.bank.files import fence

# Between us and the intake: a process takes over the peak of whoever started it.
_PROGRAM = """
import json, resource, subprocess, sys
done = subprocess.run(
    json.loads(sys.argv[1]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    env=json.loads(sys.argv[2]),
)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss // 1024, used.ru_utime + used.ru_stime)
"""


def measured(content):
    """Its peak of resident memory in MiB, its seconds of work."""
    command = programs.command(fence.INTAKE, fence.LIMITS)
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM, json.dumps(command), json.dumps(programs.ENVIRONMENT)],
        input=content,
        capture_output=True,
        check=True,
        timeout=fence.TIMEOUT + 20,
    )
    peak, seconds = told.stdout.split()
    return int(peak), float(seconds)
