"""Finds processes by what the kernel says of them, and ends them."""
import os
import signal
import time


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
    run = os.environ.get("RUN_DIR", "")
    group = -1
    try:
        with open(os.path.join(run, "edge.group"), encoding="ascii") as content:
            group = int(content.read())
    except (OSError, ValueError):
        pass

    def leftovers():
        found = set(processes_marked(os.environ.get("INSTANCE", "")))
        found.update(pid_in_file(os.path.join(run, "redis.pid"), "redis-server"))
        found.update(processes_in(os.environ.get("POSTGRES_DATA") or "/nonexistent", "postgres"))
        if group > 0:
            found.update(processes_of_group(group, "nginx"))
        found.discard(os.getpid())
        return sorted(found)

    found = leftovers()
    if found:
        print(f"ending {len(found)} processes that an earlier start left behind", flush=True)
    end(leftovers, 8)
