"""Asks each kind of process whether it is ready, in its own protocol."""
import http.client
import json
import os
import socket
import struct
import sys
import time

LOOPBACK = "127.0.0.1"


def process_ports():
    """{name: [port, ...]} in the order in which they are started."""
    pairs = (entry.split("=") for entry in os.environ.get("INSTANCE_PROCESSES", "").split())
    return {name: [int(port) for port in ports.split(",")] for name, ports in pairs}


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
    address = os.environ.get("FRONTDESK_LISTEN", LOOPBACK).strip("[]")
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
