"""Do slow clients stop others from being answered?

    python -m benchmarks.slow_clients [--sockets 200] [--seconds 20] [--proxy]

Starts the real site (gunicorn) on a folder of its own. Many sockets then send a form one byte a second, or open and say
nothing, while someone else opens the sign-in page ten times a second. ``--proxy`` puts nginx in front, with what
docs/deployment.md asks for. Target, with the proxy: a 95th percentile under one second for that someone.
"""

from benchmarks.writing import free_port, open_journals, site, wait_for  # isort: skip  # locust comes first

import argparse
import http.client
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import gevent
from gevent.pool import Group

TARGET = 1.0  # seconds
EVERY = 0.1
GIVE_UP = 20.0
PAGE = "/connexion"
SLOW_FORM = (
    f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 5000\r\n\r\n"
)
KINDS = {"a form, one byte a second": SLOW_FORM, "a socket that says nothing": ""}
# The lines of docs/deployment.md that matter here, without TLS.
PROXY = """
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 1;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 512k;
        client_header_timeout 15s;
        client_body_timeout 15s;
        location / {{
            proxy_pass {address};
            proxy_set_header Host $host;
        }}
    }}
}}
"""


@contextmanager
def behind_nginx(folder: Path, address: str) -> Iterator[str]:
    """Nginx in front of an address."""
    program, port = shutil.which("nginx") or "/usr/sbin/nginx", free_port()
    written = folder / "nginx.conf"
    written.write_text(PROXY.format(folder=folder, port=port, address=address), "utf-8")
    running = subprocess.Popen([program, "-c", str(written), "-p", str(folder), "-g", "daemon off;"])  # noqa: S603
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()


def send_slowly(address: str, start: str, until: float) -> None:
    """Send the beginning of a request, then one byte a second; open another socket when this one is closed."""
    where = urlsplit(address)
    while time.monotonic() < until:
        try:
            with socket.create_connection((str(where.hostname), where.port or 80), timeout=GIVE_UP) as opened:
                opened.sendall(start.encode())
                while time.monotonic() < until:
                    gevent.sleep(1)
                    if start:
                        opened.sendall(b"a")
        except OSError:
            gevent.sleep(0.1)


def wait_for_a_page(address: str) -> float:
    """How long the page takes to come, in seconds; all that one waited when it does not."""
    where, started = urlsplit(address), time.monotonic()
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=GIVE_UP)
    try:
        connection.request("GET", PAGE, headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return GIVE_UP
    finally:
        connection.close()
    return time.monotonic() - started if answer.status == http.client.OK else GIVE_UP


def wait_until_it_answers(address: str) -> None:
    """Until the processes of gunicorn have loaded the site, or are done with the clients of before."""
    for _ in range(10):
        if wait_for_a_page(address) < TARGET:
            return
    raise SystemExit("the site does not answer")


def measure(address: str, sockets: int, start: str, seconds: float) -> list[float]:
    """How long each page took while slow clients were there."""
    wait_until_it_answers(address)
    until = time.monotonic() + seconds
    slow = Group()
    for _ in range(sockets):
        slow.spawn(send_slowly, address, start, until)
    gevent.sleep(1)
    waits = []
    while time.monotonic() < until:
        waits.append(wait_for_a_page(address))
        gevent.sleep(EVERY)
    slow.kill()
    return waits


def report(kind: str, sockets: int, waits: list[float]) -> bool:
    late = quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else waits[0]
    unanswered = sum(wait >= GIVE_UP for wait in waits)
    print(f"| {sockets} × {kind} | {len(waits)} | {unanswered} | {late:.2f} s | {max(waits):.2f} s |")
    return late < TARGET and not unanswered


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--proxy", action="store_true", help="put nginx in front, as deployed")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="slow-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's own processes read what it buffers there
        open_journals(folder, 1)
        with site(folder, worker=False) as running:
            print("| slow clients | pages asked | unanswered | 95 % | longest |\n|---|---|---|---|---|")
            if chosen.proxy:
                with behind_nginx(folder, running.address) as address:
                    met = measure_all(address, chosen.sockets, chosen.seconds)
            else:
                met = measure_all(running.address, chosen.sockets, chosen.seconds)
    print(f"Target, 95 % under {TARGET:.0f} s: {'met' if met else 'missed'}")
    return 0 if met else 1


def measure_all(address: str, sockets: int, seconds: float) -> bool:
    alone = report("nobody", 0, measure(address, 0, "", 5))
    return all(
        [alone, *(report(kind, sockets, measure(address, sockets, start, seconds)) for kind, start in KINDS.items())]
    )


if __name__ == "__main__":
    raise SystemExit(main())
