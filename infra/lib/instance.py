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
import socket
import sys

from processes import end, end_leftovers, processes_in, processes_of_group
from readiness import LOOPBACK, await_broker, await_ready
from status import running, status


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
