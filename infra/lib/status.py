"""What an instance's supervisor and its processes say of themselves."""
import json
import os
import sys

from readiness import is_ready, process_ports, stopped_parts, tell_stopped


def supervised():
    """{name: supervisor's record}, or None if no supervisor runs."""
    path = os.path.join(os.environ.get("RUN_DIR", ""), "supervisor.sock")
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
        with open(os.path.join(os.environ.get("RUN_DIR", ""), f"{name}.version"), encoding="utf-8") as content:
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
        print(f"{'NAME':<19} {'PID':>7}  {'PORTS':<12} {'STATE':<9} VERSION")
        for line in rows:
            ports = ",".join(str(port) for port in line["ports"])
            print(f"{line['name']:<19} {line['pid'] or '-':>7}  {ports:<12} {line['state']:<9} {line['version']}")
        for line in rows:
            tell_stopped(line["name"], line["stopped"], sys.stdout)
    return 0 if all(line["state"] == "ready" for line in rows) else 3
