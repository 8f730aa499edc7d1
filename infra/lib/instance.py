#!/usr/bin/python3
"""Looks at an instance and its processes: ports, readiness, status. Standard library, and Debian's supervisor.

Commands
  free-ports N                   print N free loopback ports
  taken ADDRESS:PORT=NAME ...    name the first port that is taken (exit 1), or nothing
  processes-in FOLDER COMMAND    pids of that command whose working directory is FOLDER
  end-group PGID COMMAND         kill the processes of that command in a process group, wait until they are gone
  end-leftovers                  end what an instance left behind when its supervisor was killed
  await-broker PORT SECONDS      wait until a Kafka broker answers
  await SECONDS NAME ...         wait until all are ready; prints those that are not (exit 1), shows progress on stderr
  running                        names of the processes that run; "none" without a supervisor
  status [--json]                one line a process, and one for each part that a process has given up
The instance is the one of FRONTDESK_HOME; INSTANCE_PROCESSES names its processes as name=port,port.
"""
import http.client
import json
import os
import signal
import socket
import struct
import sys
import time

LOOPBACK = "127.0.0.1"


def environment(name, default=""):
    return os.environ.get(name, default)


def process_ports():
    """{name: [port, ...]} in the order in which they are started."""
    pairs = (entry.split("=") for entry in environment("INSTANCE_PROCESSES").split())
    return {name: [int(port) for port in ports.split(",")] for name, ports in pairs}


# ---- processes -------------------------------------------------------------------------------------------------


def pids():
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit()]


def command_of(pid):
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as comm:
            return comm.read().strip()
    except OSError:
        return ""


def working_directory_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def group_of(pid):
    try:
        return os.getpgid(pid)
    except OSError:
        return -1


def processes_in(folder, command):
    folder = os.path.realpath(folder)
    return [pid for pid in pids() if command_of(pid) == command and working_directory_of(pid) == folder]


def processes_of_group(group, command):
    return [pid for pid in pids() if group_of(pid) == group and command_of(pid) == command]


def processes_marked(instance):
    """Processes whose first environment names the instance (nginx, PostgreSQL and Redis write over theirs)."""
    marker = f"FRONTDESK_INSTANCE={instance}".encode()
    found = []
    for pid in pids():
        try:
            with open(f"/proc/{pid}/environ", "rb") as content:
                if marker in content.read().split(b"\0"):
                    found.append(pid)
        except OSError:
            continue
    return found


def pid_in_file(path, command):
    try:
        with open(path, encoding="ascii") as content:
            pid = int(content.readline())
    except (OSError, ValueError):
        return []
    return [pid] if command_of(pid) == command else []


def send(pids_to_end, number):
    for pid in pids_to_end:
        try:
            os.kill(pid, number)
        except OSError:
            pass


def end(find, patience):
    """TERM, then KILL after `patience` seconds, until `find` finds none."""
    deadline = time.monotonic() + patience
    number = signal.SIGTERM if patience else signal.SIGKILL
    while found := find():
        send(found, number)
        if time.monotonic() > deadline:
            number = signal.SIGKILL
        time.sleep(0.1)


def end_leftovers():
    run = environment("RUN_DIR")
    group = -1
    try:
        with open(os.path.join(run, "edge.group"), encoding="ascii") as content:
            group = int(content.read())
    except (OSError, ValueError):
        pass

    def leftovers():
        found = set(processes_marked(environment("INSTANCE")))
        found.update(pid_in_file(os.path.join(run, "redis.pid"), "redis-server"))
        found.update(processes_in(environment("POSTGRES_DATA") or "/nonexistent", "postgres"))
        if group > 0:
            found.update(processes_of_group(group, "nginx"))
        found.discard(os.getpid())
        return sorted(found)

    found = leftovers()
    if found:
        print(f"ending {len(found)} processes that an earlier start left behind", flush=True)
    end(leftovers, 8)


# ---- ports -----------------------------------------------------------------------------------------------------


def bind(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    return listener


def free_ports(count):
    listeners = [bind(LOOPBACK, 0) for _ in range(count)]
    print("\n".join(str(listener.getsockname()[1]) for listener in listeners))


def taken(entries):
    for entry in entries:
        place, name = entry.rsplit("=", 1)
        address, port = place.rsplit(":", 1)
        try:
            bind(address.strip("[]"), int(port)).close()
        except OSError as error:
            print(f"port {port} on {address}, meant for {name}, cannot be used: {error.strerror}")
            return 1
    return 0


# ---- readiness -------------------------------------------------------------------------------------------------


def connect(port):
    return socket.create_connection((LOOPBACK, port), timeout=2)


def receive(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise OSError("closed")
        data += piece
    return data


def broker_answers(port):
    """ApiVersions, version 0: the smallest question of Kafka's protocol."""
    client = b"frontdesk"
    request = struct.pack(">hhih", 18, 0, 1, len(client)) + client
    with connect(port) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        size, correlation = struct.unpack(">ii", receive(connection, 8))
        return correlation == 1 and size > 4


def postgres_answers(port):
    """A refused start-up packet is an answer; one that the server 'is starting up' (57P03) is not."""
    body = struct.pack(">i", 196608) + b"user\0readiness\0database\0postgres\0\0"
    with connect(port) as connection:
        connection.sendall(struct.pack(">i", len(body) + 4) + body)
        kind = receive(connection, 1)
        size = struct.unpack(">i", receive(connection, 4))[0]
        answer = receive(connection, size - 4)
        return kind == b"R" or (kind == b"E" and b"57P03" not in answer)


def redis_answers(port):
    with connect(port) as connection:
        connection.sendall(b"PING\r\n")
        return receive(connection, 1) in (b"+", b"-")


def readiness(port):
    """(whether /readyz says so, the parts that it says are stopped)"""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=3)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status == 200, json.loads(answer.read()).get("stopped", [])
    finally:
        connection.close()


def stopped_parts(name, ports):
    if name in ("postgres", "redis", "kafka", "edge"):
        return []
    try:
        return readiness(ports[0])[1]
    except (OSError, ValueError, http.client.HTTPException):
        return []


def is_ready(name, ports):
    try:
        if name == "postgres":
            return postgres_answers(ports[0])
        if name == "redis":
            return redis_answers(ports[0])
        if name == "kafka":
            return broker_answers(ports[0])
        if name == "edge":
            # The edge itself refuses /livez: an answer that needs no service behind it.
            return all(edge_answers(port) for port in ports)
        return readiness(ports[0])[0]
    except (OSError, ValueError, http.client.HTTPException):
        return False


def edge_answers(port):
    address = environment("FRONTDESK_LISTEN", LOOPBACK).strip("[]")
    address = {"0.0.0.0": LOOPBACK, "::": "::1"}.get(address, address)
    connection = http.client.HTTPConnection(address, port, timeout=3)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status == 404
    finally:
        connection.close()


def await_broker(port, seconds):
    deadline = time.monotonic() + seconds
    while not is_ready("kafka", [port]):
        if time.monotonic() > deadline:
            return 1
        time.sleep(0.1)
    return 0


def await_ready(seconds, names):
    ports = process_ports()
    missing = list(names)
    begin = time.monotonic()
    told = begin
    while missing:
        missing = [name for name in missing if not is_ready(name, ports[name])]
        now = time.monotonic()
        if not missing:
            break
        if now - begin > seconds:
            print(*missing)
            return 1
        if now - told >= 3:
            print(f"  waiting for {', '.join(missing)} ({now - begin:.0f} s)", file=sys.stderr, flush=True)
            told = now
        time.sleep(0.1)
    for name in names:
        tell_stopped(name, stopped_parts(name, ports[name]), sys.stderr)
    return 0


def tell_stopped(name, parts, out):
    for part in parts:
        print(f"{name} has stopped {part['unit']}: {part['reason']}", file=out, flush=True)


# ---- status ----------------------------------------------------------------------------------------------------


def supervised():
    """{name: supervisor's record}, or None if no supervisor runs."""
    path = os.path.join(environment("RUN_DIR"), "supervisor.sock")
    if not os.path.exists(path):
        return None
    from supervisor.xmlrpc import SupervisorTransport
    import xmlrpc.client

    proxy = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=SupervisorTransport(None, None, f"unix://{path}"))
    try:
        return {record["name"]: record for record in proxy.supervisor.getAllProcessInfo()}
    except OSError:
        return None


def running():
    records = supervised()
    names = [name for name, record in (records or {}).items() if record["statename"] == "RUNNING"]
    print("none" if records is None else " ".join(names))


def version_of(name):
    try:
        with open(os.path.join(environment("RUN_DIR"), f"{name}.version"), encoding="utf-8") as content:
            return content.read().strip()
    except OSError:
        return ""


def row(name, ports, record):
    running = record is not None and record["statename"] == "RUNNING"
    stopped = stopped_parts(name, ports) if running else []
    if not running:
        state = "stopped" if record is None else record["statename"].lower()
    else:
        state = "starting" if not is_ready(name, ports) else "degraded" if stopped else "ready"
    return {
        "name": name,
        "pid": record["pid"] if running else None,
        "ports": ports,
        "state": state,
        "version": version_of(name) if running else "",
        "stopped": stopped,
    }


def status(as_json):
    records = supervised() or {}
    rows = [row(name, ports, records.get(name)) for name, ports in process_ports().items()]
    if as_json:
        print(json.dumps(rows, indent=2))
    else:
        print(f"{'NAME':<17} {'PID':>7}  {'PORTS':<12} {'STATE':<9} VERSION")
        for line in rows:
            ports = ",".join(str(port) for port in line["ports"])
            print(f"{line['name']:<17} {line['pid'] or '-':>7}  {ports:<12} {line['state']:<9} {line['version']}")
        for line in rows:
            tell_stopped(line["name"], line["stopped"], sys.stdout)
    return 0 if all(line["state"] == "ready" for line in rows) else 3


def main(arguments):
    command, rest = arguments[0], arguments[1:]
    if command == "free-ports":
        free_ports(int(rest[0]))
    elif command == "taken":
        return taken(rest)
    elif command == "processes-in":
        print(*processes_in(rest[0], rest[1]))
    elif command == "end-group":
        end(lambda: processes_of_group(int(rest[0]), rest[1]), 0)
    elif command == "end-leftovers":
        end_leftovers()
    elif command == "await-broker":
        return await_broker(int(rest[0]), int(rest[1]))
    elif command == "await":
        return await_ready(int(rest[0]), rest[1:])
    elif command == "running":
        running()
    elif command == "status":
        return status("--json" in rest)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
