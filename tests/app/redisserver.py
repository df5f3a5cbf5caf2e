"""Redis servers for tests: real ones of their own, a proxy that makes one slow, and a false one."""

import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from program import until

HAS_REDIS = shutil.which("redis-server") is not None
needs_redis = unittest.skipUnless(HAS_REDIS, "redis-server is not installed")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """A real server on the loopback, on a port of its own, without files."""

    def __init__(self, *options, port=None, bind="127.0.0.1"):
        self.bind = bind
        self.port = port or free_port()
        self.options = options
        self.directory = tempfile.TemporaryDirectory()
        self.start()

    url = property(lambda self: f"redis://127.0.0.1:{self.port}/0")

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", self.bind, "--protected-mode", "no", "--save", "",
             "--appendonly", "no", "--dir", self.directory.name, *self.options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers, "the Redis server is up")

    def _answers(self):
        try:
            with Client(self.port) as client:
                client("PING")
                return True
        except OSError:
            return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def close(self):
        self.kill()
        self.directory.cleanup()


class Client:
    """As little of a client as the tests need."""

    def __init__(self, port, host="127.0.0.1"):
        self.socket = socket.create_connection((host, port), timeout=10)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.file.close()
        self.socket.close()

    def __call__(self, *words):
        self.send(*words)
        return self.reply()

    def send(self, *words):
        self.socket.sendall(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in
                                                              (str(word).encode() for word in words)))

    def reply(self):
        line = self.file.readline()
        if not line:
            raise OSError("the server is gone")
        kind, rest = line[:1], line[1:-2]
        if kind in b"+-":
            return rest.decode()
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if int(rest) < 0 else self.file.read(int(rest) + 2)[:-2].decode(errors="replace")
        return [self.reply() for _ in range(int(rest))]


ALLOWED = {  # every command that we may send, and which of its words are keys
    "PING": (), "AUTH": (), "SELECT": (), "TIME": (), "MULTI": (), "EXEC": (), "UNWATCH": (),
    "WATCH": slice(1, None), "UNLINK": slice(1, None), "MGET": slice(1, None), "XGROUP": slice(2, 3),
    **{name: slice(1, 2) for name in (
        "EXISTS EXPIRE PEXPIRE HSET HGETALL HMGET SET SADD SREM SCARD SISMEMBER SMEMBERS ZADD ZREM ZRANGEBYSCORE "
        "ZREVRANGEBYSCORE ZREMRANGEBYSCORE XADD XACK XDEL XLEN XCLAIM XPENDING").split()}}


class Monitor(threading.Thread):
    """Everything that a server is told by others than the test itself, as lists of words."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.client = Client(port)
        self.client("MONITOR")
        self.said = []
        self.ours = set()  # addresses of the test's own clients
        self.start()

    def run(self):
        try:
            while line := self.client.file.readline().decode(errors="replace"):
                address = re.search(r"\[\d+ (\S+)\]", line).group(1)
                words = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
                if address not in self.ours:
                    self.said.append(words)
        except (OSError, ValueError):
            pass

    def connect(self, port):
        """A client of the test's own."""
        client = Client(port)
        self.ours.add("%s:%d" % client.socket.getsockname())
        return client

    def close(self):
        self.client.close()

    def strange(self):
        """What was said that should not have been."""
        return [words for words in self.said if words[0].upper() not in ALLOWED
                and words[0].upper() not in ("XREAD", "XREADGROUP")
                or any(not key.startswith("interleave:") for key in keys_of(words))]


def keys_of(words):
    name = words[0].upper()
    if name in ("XREAD", "XREADGROUP"):
        streams = words[[word.upper() for word in words].index("STREAMS") + 1:]
        return streams[:len(streams) // 2]
    where = ALLOWED.get(name, ())
    return words[where] if where else []


class Server(threading.Thread):
    """Accepts connections and serves each in a thread, until it is closed."""

    def __init__(self, host="127.0.0.1"):
        super().__init__(daemon=True)
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        self.accepted = []  # when
        self.connections = []
        self.start()

    url = property(lambda self: f"redis://127.0.0.1:{self.port}/0")

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.accepted.append(time.monotonic())
            self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            self.serve(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def close(self):
        self.listener.close()
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class FalseRedis(Server):
    """Lets everybody in, then answers every command by `answer(words)`, which gives bytes, or None to hang up."""

    def __init__(self, answer):
        self.answer = answer
        super().__init__()

    def serve(self, connection):
        with connection.makefile("rb") as file:
            while line := file.readline():
                words = [file.read(int(file.readline()[1:]) + 2)[:-2] for _ in range(int(line[1:]))]
                answer = b"+OK\r\n" if words[0] == b"SELECT" else self.answer(words)
                if answer is None:
                    return
                connection.sendall(answer)


class SlowRedis(Server):
    """In front of a real one: everything takes that long each way."""

    def __init__(self, port, seconds, host="127.0.0.1"):
        self.behind, self.seconds = port, seconds
        super().__init__(host)

    def serve(self, connection):
        behind = socket.create_connection(("127.0.0.1", self.behind))
        self.connections.append(behind)
        back = threading.Thread(target=self._pass, args=(behind, connection), daemon=True)
        back.start()
        self._pass(connection, behind)
        back.join()

    def _pass(self, source, target):
        waiting, more = [], threading.Condition()

        def deliver():
            while True:
                with more:
                    more.wait_for(lambda: waiting)
                    due, data = waiting.pop(0)
                time.sleep(max(0.0, due - time.monotonic()))
                try:
                    target.sendall(data) if data else target.shutdown(socket.SHUT_WR)
                except OSError:
                    return
                if not data:
                    return
        threading.Thread(target=deliver, daemon=True).start()
        while True:
            try:
                data = source.recv(65536)
            except OSError:
                data = b""
            with more:
                waiting.append((time.monotonic() + self.seconds, data))
                more.notify()
            if not data:
                return
