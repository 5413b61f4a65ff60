"""AppFlow, STS, S3 and Secrets Manager on loopback, as far as a worker needs them, with faults by chance.

Every request is checked with botocore: its signature by botocore's signer, an AppFlow request by botocore's model
of the service. Whatever has an effect is counted, so that a test can tell whether each happened once.

    appflow_server.py SEED FAULT_PERCENT

It prints one line of JSON, {"port": …}, answers each line of JSON on standard input with one on standard output,
and ends when its standard input does.
"""

import json
import os
import random
import re
import socket
import struct
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import aws_answers
import signatures

LATENCY_SECONDS = 0.005
# With faults, the answer of one effective call in so many is lost: what is sent again then must not have
# its effect again.
LOST_EFFECT = 4
JSON = [("Content-Type", "application/json")]


class Refusal(Exception):
    def __init__(self, code, message, status):
        self.code, self.message, self.status = code, message, status


class World:
    """What this AWS remembers. Everything is under one lock."""

    def __init__(self, seed, fault_percent):
        self.lock = threading.Condition()
        self.chance, self.fault_percent = random.Random(seed), fault_percent
        self.effects, self.calls, self.faults = Counter(), Counter(), Counter()
        self.problems = []
        self.tokens, self.flows, self.profiles, self.policies, self.sessions = {}, {}, {}, {}, {}
        self.is_holding, self.held = False, 0
        self.loses_answer = False

    def fault(self):
        with self.lock:
            if self.chance.randrange(100) >= self.fault_percent:
                return None
            fault = self.chance.choice(["lost answer", "dropped", "reset", "429", "500"])
            self.faults[fault] += 1
            return fault

    def effect(self, operation, name):
        self.effects[f"{operation} {name}"] += 1
        if self.fault_percent > 0 and sum(self.effects.values()) % LOST_EFFECT == 0:
            self.loses_answer = True
            self.faults["lost effect"] += 1
        self.lock.notify_all()


def appflow_operations():
    import botocore.loaders
    import botocore.model

    loader = botocore.loaders.Loader()
    model = botocore.model.ServiceModel(loader.load_service_model("appflow", "service-2"))
    operations = [model.operation_model(name) for name in model.operation_names]
    return {operation.http["requestUri"]: operation for operation in operations}


OPERATIONS = appflow_operations()


def check_by_model(path, headers, body):
    """The parsed body of an AppFlow request that AppFlow itself would understand."""
    from botocore.validate import ParamValidator

    operation = OPERATIONS.get(path)
    if operation is None:
        raise Refusal("UnknownOperationException", f"no operation has the path {path}", 404)
    if not headers.get("content-type", "").startswith("application/json"):
        raise Refusal("ValidationException", "the content type is not application/json", 400)
    asked = json.loads(body or b"{}")
    # Without its own checks a client would have sent what ParamValidator reports here.
    report = ParamValidator().validate(asked, operation.input_shape)
    if report.has_errors():
        raise Refusal("ValidationException", report.generate_report(), 400)
    unknown = set(asked) - set(operation.input_shape.members)
    if unknown:
        raise Refusal("ValidationException", f"unknown members {sorted(unknown)}", 400)
    return operation.name, asked


class AppFlow:
    def __init__(self, world):
        self.world = world

    def answer(self, operation, asked):
        world = self.world
        token = asked.get("clientToken")
        if token is None:
            return self.perform(operation, asked)
        same = json.dumps(asked, sort_keys=True)
        if (operation, token) in world.tokens:
            first, answer = world.tokens[operation, token]
            if first != same:
                world.problems.append(f"{operation}: one client token, two bodies")
                raise Refusal("ConflictException", "the token was used with other parameters", 409)
            return answer
        answer = self.perform(operation, asked)
        world.tokens[operation, token] = (same, answer)
        return answer

    def perform(self, operation, asked):
        world, name = self.world, asked.get("flowName")
        if operation == "CreateConnectorProfile":
            name = asked["connectorProfileName"]
            if name in world.profiles:
                raise Refusal("ConflictException", f"profile {name} is there already", 409)
            world.profiles[name] = asked
            world.effect(operation, name)
            return {"connectorProfileArn": f"arn:aws:appflow:us-east-1:1:connectorprofile/{name}"}
        if operation == "DescribeConnectorProfiles":
            found = [world.profiles[n] for n in asked.get("connectorProfileNames", []) if n in world.profiles]
            kept = ["connectorProfileName", "connectorType", "connectionMode"]
            details = [
                {key: profile[key] for key in kept}
                | {"connectorProfileProperties": profile["connectorProfileConfig"]["connectorProfileProperties"]}
                for profile in found
            ]
            return {"connectorProfileDetails": details}
        if operation == "CreateFlow":
            if name in world.flows:
                raise Refusal("ConflictException", f"flow {name} is there already", 409)
            world.flows[name] = {key: asked[key] for key in asked if key != "clientToken"}
            world.flows[name]["flowStatus"] = "Active"
            world.effect(operation, name)
            return {"flowArn": f"arn:aws:appflow:us-east-1:1:flow/{name}", "flowStatus": "Active"}
        if name not in world.flows:
            raise Refusal("ResourceNotFoundException", f"there is no flow {name}", 404)
        if operation == "DescribeFlow":
            return world.flows[name]
        if operation == "DescribeFlowExecutionRecords":
            return {"flowExecutions": []}
        if operation in ("StartFlow", "StopFlow", "DeleteFlow"):
            world.effect(operation, name)
            if operation == "DeleteFlow":
                del world.flows[name]
                return {}
            arn = f"arn:aws:appflow:us-east-1:1:flow/{name}"
            return {"flowArn": arn, "flowStatus": "Active", "executionId": f"run-of-{name}"}
        raise Refusal("UnknownOperationException", f"{operation} is not part of this server", 404)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        world = self.server.world
        headers = {name.lower(): value for name, value in self.headers.items()}
        service = headers.get("authorization", "Credential=///none/").split("Credential=")[1].split("/")[3]
        with world.lock:
            wrong = signatures.problem(self.command, self.path, list(self.headers.items()), body)
            if wrong:
                world.problems.append(f"{service} {self.path}: {wrong}")
            while world.is_holding:
                world.held += 1
                world.lock.notify_all()
                world.lock.wait()
                world.held -= 1
        time.sleep(LATENCY_SECONDS)
        fault = world.fault()
        if fault == "dropped":
            return self.drop()
        if fault == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            return self.drop()
        if fault == "429":
            code, status = ("SlowDown", 503) if service == "s3" else ("ThrottlingException", 429)
            return self.send(*aws_answers.refuse(service, code, "by chance", status))
        if fault == "500":
            return self.send(*aws_answers.refuse(service, "InternalServerException", "by chance", 500))
        try:
            with world.lock:
                world.calls[service] += 1
                world.loses_answer = False
                result = self.carry_out(service, headers, body) if not wrong else None
                loses_answer = world.loses_answer
        except Refusal as refusal:
            if refusal.code in ("ValidationException", "UnknownOperationException"):
                world.problems.append(f"{self.path}: {refusal.message}")
            result = aws_answers.refuse(service, refusal.code, refusal.message, refusal.status)
            loses_answer = False
        if wrong:
            result = aws_answers.refuse(service, "SignatureDoesNotMatch", wrong, 403)
        if fault == "lost answer" or loses_answer:
            return self.drop()
        self.send(*result)

    do_GET = do_PUT = do_HEAD = do_POST

    def drop(self):
        self.close_connection = True
        self.connection.close()

    def send(self, status, headers, body):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def carry_out(self, service, headers, body):
        world = self.server.world
        if service == "sts":
            return self.sts(parse_qs(body.decode()), headers)
        token = headers.get("x-amz-security-token")
        if token not in world.sessions and service != "secretsmanager":
            raise Refusal("ExpiredTokenException", "this session was never given out", 403)
        if service == "s3":
            return self.s3(urlsplit(self.path), body)
        if service == "secretsmanager":
            name = json.loads(body)["SecretId"]
            secret = json.dumps({"accessToken": f"access of {name}", "refreshToken": f"refresh of {name}"})
            return 200, JSON, json.dumps({"Name": name, "SecretString": secret}).encode()
        operation, asked = check_by_model(self.path, headers, body)
        return 200, JSON, json.dumps(AppFlow(world).answer(operation, asked)).encode()

    def sts(self, asked, headers):
        world = self.server.world
        if asked["Action"] == ["AssumeRole"]:
            account = asked["RoleArn"][0].split(":")[4]
            number = len(world.sessions) + 1
            key, secret, token = f"ASIAROLE{number:08}", f"secret+of/{number}=", f"session/{number}=="
            signatures.SECRETS[key] = secret
            world.sessions[token] = (account, asked["RoleSessionName"][0])
            inner = (
                f"<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>{secret}</SecretAccessKey>"
                f"<SessionToken>{token}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                f"<AssumedRoleUser><AssumedRoleId>AROA:{number}</AssumedRoleId>"
                f"<Arn>arn:aws:sts::{account}:assumed-role/r/s</Arn></AssumedRoleUser>"
            )
        else:
            account = world.sessions.get(headers.get("x-amz-security-token"), ("999999999999",))[0]
            inner = f"<Arn>arn:aws:sts::{account}:assumed-role/r/s</Arn><UserId>u</UserId><Account>{account}</Account>"
        action = asked["Action"][0]
        xml = (
            f'<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{inner}'
            f"</{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>"
        )
        return 200, [("Content-Type", "text/xml")], xml.encode()

    def s3(self, parts, body):
        world, bucket = self.server.world, parts.path.strip("/")
        if "location" in parse_qs(parts.query, keep_blank_values=True):
            xml = '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>'
            return 200, [("Content-Type", "application/xml")], xml.encode()
        if self.command == "PUT":
            if world.policies.get(bucket) != body:
                world.effect("PutBucketPolicy", bucket)
            world.policies[bucket] = body
            return 204, [], b""
        if self.command == "HEAD":
            return 200, [("x-amz-bucket-region", "us-east-1")], b""
        if bucket not in world.policies:
            raise Refusal("NoSuchBucketPolicy", "there is no policy", 404)
        return 200, JSON, world.policies[bucket]


def answer(asked, world):
    """What the test asks on standard input."""
    with world.lock:
        if asked["do"] == "wait-for-effects":
            world.lock.wait_for(lambda: sum(world.effects.values()) >= asked["count"], timeout=60)
        elif asked["do"] == "hold":
            world.is_holding = True
        elif asked["do"] == "wait-for-held":
            world.lock.wait_for(lambda: world.held >= asked["count"], timeout=60)
        elif asked["do"] == "release":
            world.is_holding = False
            world.lock.notify_all()
        return {
            "effects": dict(world.effects),
            "calls": dict(world.calls),
            "faults": dict(world.faults),
            "problems": world.problems[:5],
            "held": world.held,
        }


def main():
    world = World(int(sys.argv[1]), int(sys.argv[2]))
    ThreadingHTTPServer.request_queue_size = 1024
    ThreadingHTTPServer.daemon_threads = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.world = world
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), world)), flush=True)
    # The threads that wait for a release would be waited for otherwise.
    os._exit(0)


main()
