"""A proxy before a sandbox that is served: every request that passes is judged by botocore.

    wire_judge.py UPSTREAM_URL ACCESS_KEY SECRET_KEY

A request has to be one that botocore's model of the service allows, down to the last member, and its signature
the one that botocore's signer makes. Keys of sessions are learnt from the answers of STS. It prints one line of
JSON, {"port": …}, answers each line on standard input with what it saw, and ends when its standard input does.
"""

import http.client
import json
import os
import re
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import botocore.session
import signatures
from botocore.validate import ParamValidator

SESSION = botocore.session.get_session()
MODELS = {name: SESSION.get_service_model(name) for name in ("appflow", "sts", "s3", "secretsmanager")}
APPFLOW = {
    MODELS["appflow"].operation_model(name).http["requestUri"]: MODELS["appflow"].operation_model(name)
    for name in MODELS["appflow"].operation_names
}
# The form parameters that Salesforce's documentation names for each grant.
GRANTS = {
    "password": {"client_id", "client_secret", "username", "password"},
    "refresh_token": {"client_id", "client_secret", "refresh_token"},
    "urn:ietf:params:oauth:grant-type:jwt-bearer": {"assertion"},
}


def by_shape(operation, asked):
    report = ParamValidator().validate(asked, operation.input_shape)
    return report.generate_report() if report.has_errors() else None


def judge_appflow(method, path, headers, body):
    operation = APPFLOW.get(path)
    if operation is None:
        return path, "no operation of AppFlow has this path"
    if method != operation.http["method"]:
        return operation.name, f"{method}, not {operation.http['method']}"
    if headers.get("content-type") != "application/json":
        return operation.name, f"content type {headers.get('content-type')}"
    return operation.name, by_shape(operation, json.loads(body or b"{}"))


def judge_sts(method, path, headers, body):
    form = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
    name = form.pop("Action", "")
    if name not in MODELS["sts"].operation_names:
        return name, "no such action"
    if method != "POST" or path != "/" or form.pop("Version", "") != MODELS["sts"].metadata["apiVersion"]:
        return name, "not a request of the query protocol"
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return name, f"content type {headers.get('content-type')}"
    operation = MODELS["sts"].operation_model(name)
    members = operation.input_shape.members if operation.input_shape else {}
    asked = {
        key: int(value) if key in members and members[key].type_name == "integer" else value
        for key, value in form.items()
    }
    return name, by_shape(operation, asked) if operation.input_shape else (str(asked) if asked else None)


def judge_secretsmanager(method, path, headers, body):
    prefix, _, name = headers.get("x-amz-target", "").partition(".")
    if prefix != "secretsmanager" or name not in MODELS["secretsmanager"].operation_names:
        return name, f"x-amz-target {headers.get('x-amz-target')}"
    if method != "POST" or path != "/" or headers.get("content-type") != "application/x-amz-json-1.1":
        return name, "not a request of the JSON protocol"
    return name, by_shape(MODELS["secretsmanager"].operation_model(name), json.loads(body))


def judge_s3(method, target, headers, body):
    parts = urlsplit(target)
    bucket, query = parts.path.strip("/"), parts.query
    name = {
        ("GET", "policy="): "GetBucketPolicy", ("PUT", "policy="): "PutBucketPolicy",
        ("GET", "location="): "GetBucketLocation", ("HEAD", ""): "HeadBucket",
    }.get((method, query))  # fmt: skip
    if not bucket:
        name = "ListBuckets"
    if name is None:
        return f"{method} {target}", "no operation that we know"
    asked = {"Bucket": bucket} if bucket else {}
    if "x-amz-expected-bucket-owner" in headers:
        asked["ExpectedBucketOwner"] = headers["x-amz-expected-bucket-owner"]
    if name == "PutBucketPolicy":
        asked["Policy"] = body.decode()
        json.loads(body)
        if not {"content-md5", "x-amz-checksum-crc32", "x-amz-checksum-sha256"} & set(headers):
            return name, "PutBucketPolicy without a checksum"
    if bucket and name != "HeadBucket" and "ExpectedBucketOwner" not in asked:
        return name, "no x-amz-expected-bucket-owner"
    return name, by_shape(MODELS["s3"].operation_model(name), asked)


def judge_salesforce(method, path, headers, body):
    form = dict(parse_qsl(body.decode(), strict_parsing=True))
    grant = form.pop("grant_type", "")
    if method != "POST" or "authorization" in headers or grant not in GRANTS:
        return f"Token {grant}", "not a token request"
    unknown = set(form) - GRANTS[grant]
    return f"Token {grant}", f"unknown parameters {sorted(unknown)}" if unknown else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.judge(body)
        connection = http.client.HTTPConnection(self.server.upstream, timeout=60)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        self.learn(content)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length", "server", "date"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_HEAD = do_POST

    def judge(self, body):
        headers = {name.lower(): value for name, value in self.headers.items()}
        match = signatures.AUTHORIZATION.match(headers.get("authorization", ""))
        service = match["service"] if match else "salesforce"
        wrong = signatures.problem(self.command, self.path, list(self.headers.items()), body) if match else None
        try:
            target = self.path if service == "s3" else urlsplit(self.path).path
            name, problem = globals()[f"judge_{service}"](self.command, target, headers, body)
        except (KeyError, ValueError) as error:
            name, problem = self.path, f"{type(error).__name__}: {error}"
        with self.server.lock:
            self.server.seen[f"{service}:{name}"] += 1
            for text in filter(None, (wrong, problem)):
                self.server.problems.append(f"{service}:{name}: {text}")

    def learn(self, content):
        found = re.search(
            rb"<AccessKeyId>([^<]+)</AccessKeyId>\s*<SecretAccessKey>([^<]+)</SecretAccessKey>", content
        )
        if found:
            signatures.SECRETS[found[1].decode()] = found[2].decode()


def main():
    upstream, key, secret = sys.argv[1:4]
    signatures.SECRETS[key] = secret
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.upstream, server.lock = urlsplit(upstream).netloc, threading.Lock()
    server.seen, server.problems = Counter(), []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"port": server.server_address[1]}), flush=True)
    for _ in sys.stdin:
        with server.lock:
            print(json.dumps({"seen": dict(server.seen), "problems": server.problems[:20]}), flush=True)
    os._exit(0)


main()
