"""The program's own web server, started by a test, and who listens on this machine."""

import os
import pathlib
import subprocess

from program import environment, executable


class WebServer:
    """`with WebServer(latency=20) as base:` gives its base URL; at the end its lifeline ends it."""

    def __init__(self, **values):
        self.words = [f"{name}={value}" for name, value in values.items()]

    def __enter__(self):
        self.process = subprocess.Popen([executable(), "server", *self.words], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, encoding="utf-8", env=environment())
        return self.process.stdout.readline().strip()

    def __exit__(self, *_):
        self.process.stdin.close()
        assert self.process.wait(10) == 0, self.process.returncode
        self.process.stdout.close()


def listeners(pids):
    """[(pid, address in hexadecimal)] of the sockets on which these processes listen."""
    owners = {}
    for pid in pids:
        try:
            for fd in os.listdir(f"/proc/{pid}/fd"):
                owners[os.readlink(f"/proc/{pid}/fd/{fd}")] = pid
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = []
    for table in ("tcp", "tcp6"):
        for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in owners:
                found.append((owners[f"socket:[{fields[9]}]"], fields[1].split(":")[0]))
    return found
