"""An HTTP/1.1 server on loopback that behaves as badly as a test asks it to.

It prints one line of JSON, {"port": …, "botocore": true|false}, and ends when its standard input does. The first
part of a request's path says what happens to it; the last part is the test's own key, by which it counts.
A request with an Authorization header has its signature checked, and is answered as AWS would answer it.
"""

import asyncio
import base64
import importlib.util
import json
import socket
import struct
import sys
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import aws_answers
import signatures

received = defaultdict(int)
received_events = defaultdict(asyncio.Event)
closed_events = defaultdict(asyncio.Event)
together = defaultdict(int)
all_arrived = asyncio.Event()
connections = 0
listener = None


class Drop(Exception):
    """End the connection, orderly."""


class Reset(Exception):
    """End the connection by a RST."""


class PlainText(Exception):
    """Answer in plain text what is not plain text."""


class Request:
    def __init__(self, method, target, headers, connection, number):
        self.method, self.target, self.headers = method, target, headers
        self.connection, self.number = connection, number
        self.body = b""
        parts = urlsplit(target)
        self.key = parts.path
        self.kind = parts.path.strip("/").split("/")[0]
        self.parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}

    def header(self, name):
        return next((value for known, value in self.headers if known.lower() == name), None)


async def read_head(reader, connection, number):
    head = await reader.readexactly(1)
    if head == b"\x16":
        # The beginning of TLS: this server does not speak it, and says so in its own way.
        raise PlainText
    head += await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ")
    headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if line]
    return Request(method, target, headers, connection, number)


async def read_body(request, reader, writer):
    if (request.header("expect") or "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\nX-Interim: yes\r\n\r\n")
    request.body = await reader.readexactly(int(request.header("content-length") or 0))


def respond(writer, status, headers, body, declared_length=None):
    length = len(body) if declared_length is None else declared_length
    lines = [f"HTTP/1.1 {status} Status"]
    lines += [f"{name}: {value}" for name, value in headers]
    if status != 204:
        lines.append(f"Content-Length: {length}")
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def describe(request):
    return {
        "method": request.method,
        "target": request.target,
        "headers": request.headers,
        "body": base64.b64encode(request.body).decode(),
        "connection": request.connection,
        "requestOnConnection": request.number,
    }


async def answer(request, reader, writer):
    kind, parameters = request.kind, request.parameters
    if kind == "count":
        count = received["/" + request.key.split("/", 2)[2]]
        return respond(writer, 200, [], json.dumps({"count": count, "connections": connections}).encode())
    if kind == "when-received":
        await received_events["/" + request.key.split("/", 2)[2]].wait()
        return respond(writer, 200, [], b"{}")
    if kind == "when-closed":
        await closed_events["/" + request.key.split("/", 2)[2]].wait()
        return respond(writer, 200, [], b"{}")
    if kind == "appflow-model":
        return respond(writer, 200, [], json.dumps(aws_answers.appflow_model()).encode())
    received[request.key] += 1
    received_events[request.key].set()

    if kind == "slow":
        await asyncio.sleep(int(parameters["ms"]) / 1000)
    elif kind == "slow-together":
        # Nobody is answered before everybody has arrived.
        together["arrived"] += 1
        if together["arrived"] == int(parameters["of"]):
            all_arrived.set()
        await all_arrived.wait()
    elif kind == "never":
        # Only the other side can end this.
        await reader.read()
        raise Drop
    elif kind == "truncated":
        respond(writer, 200, [], b"{\"half\":", declared_length=1000)
        await writer.drain()
        raise Drop
    elif kind == "truncated-chunks":
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
        await writer.drain()
        raise Drop
    elif kind == "chunked":
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in (b"first,", b"second,", b"third"):
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
        return writer.write(b"0\r\n\r\n")
    elif kind == "large":
        size = int(parameters["bytes"])
        if "undeclared" not in parameters:
            return respond(writer, 200, [], b"x" * size)
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(size // 65536):
            writer.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            await writer.drain()
        return writer.write(b"0\r\n\r\n")
    elif kind == "reset-after-reading":
        raise Reset
    elif kind == "drop-reused":
        if request.number > 1:
            raise Drop
    elif kind == "drop-reused-and-vanish":
        if request.number > 1:
            listener.close()
            raise Drop
    elif kind == "redirect":
        return respond(writer, 302, [("Location", "/echo/redirected")], b"")
    elif kind == "status":
        return respond(writer, int(parameters["code"]), [], b"{}")
    elif kind == "close":
        respond(writer, 200, [("Connection", "close")], json.dumps(describe(request)).encode())
        await writer.drain()
        raise Drop
    headers = [("Content-Type", "application/json"), ("X-Padded", "  padded value  ")]
    respond(writer, 200, headers, json.dumps(describe(request)).encode())


def answer_signed(request, writer):
    authorization = request.header("authorization")
    service = authorization.split("Credential=")[1].split("/")[3]
    received["signed:" + service] += 1
    wrong = signatures.problem(request.method, request.target, request.headers, request.body)
    if wrong:
        result = aws_answers.refuse(service, "SignatureDoesNotMatch", wrong, 403)
    else:
        headers = {name.lower(): value for name, value in request.headers}
        try:
            result = aws_answers.answer(service, request.method, request.target, headers, request.body)
        except Exception as error:
            result = aws_answers.refuse(service, "ValidationError", f"unreadable request: {error!r}", 400)
    respond(writer, *result)


async def serve(reader, writer):
    global connections
    connections += 1
    connection, number = connections, 0
    request = None
    try:
        while True:
            number += 1
            request = await read_head(reader, connection, number)
            if request.kind == "reset-before-reading":
                received[request.key] += 1
                raise Reset
            await read_body(request, reader, writer)
            if request.header("authorization") and request.kind != "echo":
                answer_signed(request, writer)
            else:
                await answer(request, reader, writer)
            await writer.drain()
    except Reset:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    except PlainText:
        respond(writer, 400, [], b"")
    except (Drop, asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()
        if request:
            closed_events[request.key].set()


async def main():
    global listener
    listener = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=4096, limit=1 << 20)
    port = listener.sockets[0].getsockname()[1]
    has_botocore = importlib.util.find_spec("botocore") is not None
    print(json.dumps({"port": port, "botocore": has_botocore}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
