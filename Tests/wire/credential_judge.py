"""Says what botocore makes of an environment and its configuration files: the second opinion on our own reading.

It prints one line of JSON, {"port": …, "botocore": true|false}, then reads one scenario a line,
{"environment": {…}, "profile": …}, and answers each with a line: {"key": …, "region": …, "endpoints": {…}} or
{"error": …}. Each scenario runs in a child process of its own. The port is that of the services from which credentials
come; the access key ids that they hand out are digests of what they were asked, so that equal keys mean equal
requests.
"""

import hashlib
import importlib.util
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

EXPIRATION = "2099-01-02T03:04:05Z"
SERVICES = {"APPFLOW": "appflow", "STS": "sts", "S3": "s3", "SECRETS_MANAGER": "secretsmanager"}


def key(*parts):
    return "ASIA" + hashlib.sha1(json.dumps(parts).encode()).hexdigest()[:16].upper()


class Services(BaseHTTPRequestHandler):
    """STS, SSO, a container's endpoint and an instance's metadata."""

    def log_message(self, *arguments):
        pass

    def reply(self, status, text, content_type="application/json"):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        path = urlsplit(self.path).path
        if path == "/imds/latest/api/token" and self.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600":
            return self.reply(200, "imds-token", "text/plain")
        self.reply(404, "no such thing")

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.startswith("/imds/"):
            if self.headers["x-aws-ec2-metadata-token"] != "imds-token":
                return self.reply(401, "a token was expected")
            if parts.path.endswith("/security-credentials/"):
                return self.reply(200, "wire-role", "text/plain")
            if parts.path.endswith("/security-credentials/wire-role"):
                return self.reply(200, document("imds"))
        if parts.path.startswith("/container/"):
            return self.reply(200, document("container", self.path, self.headers["Authorization"]))
        if parts.path.endswith("/federation/credentials"):
            found = key("sso", sorted(query.items()), self.headers["x-amz-sso_bearer_token"])
            role = {"accessKeyId": found, "secretAccessKey": "hush-sso", "sessionToken": "hush-t"}
            return self.reply(200, json.dumps({"roleCredentials": role | {"expiration": 4070908800000}}))
        self.reply(404, "no such thing")

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        session = form["RoleSessionName"]
        if session == "headgate" or session.startswith("botocore-session-"):
            session = "(default)"
        signed = self.headers["Authorization"]
        caller = signed.split("Credential=")[1].split("/")[0:3:2] if signed else None
        action = form["Action"]
        asked = [action, urlsplit(self.path).path.rstrip("/"), caller, form["RoleArn"], session]
        asked += [form.get(name) for name in ("ExternalId", "WebIdentityToken")]
        asked.append(form.get("DurationSeconds") or "3600")
        if (action == "AssumeRole") != bool(signed):
            return self.reply(400, "signed or not, it is wrong")
        answer = (
            f"<{action}Response xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><{action}Result><Credentials>"
            f"<AccessKeyId>{key(*asked)}</AccessKeyId><SecretAccessKey>hush-role</SecretAccessKey>"
            f"<SessionToken>hush-token</SessionToken><Expiration>{EXPIRATION}</Expiration></Credentials>"
            f"<AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn><AssumedRoleId>i:s</AssumedRoleId>"
            f"</AssumedRoleUser></{action}Result></{action}Response>"
        )
        self.reply(200, answer, "text/xml")


def document(*asked):
    return json.dumps(
        {
            "Code": "Success",
            "AccessKeyId": key(*asked),
            "SecretAccessKey": "hush-secret",
            "Token": "hush-token",
            "Expiration": EXPIRATION,
        }
    )


def judge(scenario):
    os.environ.clear()
    os.environ.update(scenario["environment"])
    import botocore.configprovider
    import botocore.credentials
    import botocore.httpsession
    import botocore.session
    import botocore.tokens

    send = botocore.httpsession.URLLib3Session.send

    def send_on_loopback(self, request):
        if not request.url.startswith("http://127.0.0.1:"):
            raise RuntimeError("only loopback is reached here")
        return send(self, request)

    botocore.httpsession.URLLib3Session.send = send_on_loopback

    cache = os.path.join(os.environ["HOME"], ".aws", "sso", "cache")
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    session = botocore.session.Session(profile=scenario.get("profile"))
    # botocore finds out later what is wrong with the settings; that it does is what counts.
    session.get_scoped_config()
    answer = {"region": session.get_config_variable("region"), "endpoints": {}}
    if not session.get_config_variable("ignore_configured_endpoint_urls"):
        for name, service in SERVICES.items():
            provider = botocore.configprovider.ConfiguredEndpointProvider(
                session.full_config, session.get_scoped_config(), service
            )
            answer["endpoints"][name] = provider.provide()
    try:
        credentials = session.get_credentials()
        frozen = credentials.get_frozen_credentials() if credentials else None
        answer["key"] = frozen.access_key if frozen else None
        answer["method"] = credentials.method if credentials else None
    except Exception as error:
        answer["key"] = None
        answer["method"] = type(error).__name__
    return answer


def in_child(scenario):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            answer = judge(scenario)
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return answer.decode()


def split(text):
    import shlex

    try:
        return shlex.split(text)
    except ValueError:
        return None


def parse(text):
    import tempfile

    import botocore.configloader
    import botocore.exceptions

    with tempfile.NamedTemporaryFile("w", newline="") as file:
        file.write(text)
        file.flush()
        try:
            return botocore.configloader.raw_config_parse(file.name)
        except botocore.exceptions.ConfigParseError:
            return None


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Services)
    lifeline, held = os.pipe()
    if os.fork() == 0:
        # The services end with the judge: then nobody holds the pipe's other end any more.
        import threading

        os.close(held)
        os.close(1)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        os.read(lifeline, 1)
        os._exit(0)
    os.close(lifeline)
    server.socket.close()
    has_botocore = importlib.util.find_spec("botocore") is not None
    print(json.dumps({"port": server.server_address[1], "botocore": has_botocore}), flush=True)
    if has_botocore:
        import botocore.session
    for line in sys.stdin:
        asked = json.loads(line)
        if "parse" in asked:
            answer = json.dumps({"parsed": parse(asked["parse"])})
        elif "split" in asked:
            answer = json.dumps({"words": split(asked["split"])})
        else:
            answer = in_child(asked)
        print(answer, flush=True)


main()
