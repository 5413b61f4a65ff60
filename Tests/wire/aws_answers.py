"""Answers in the form of AWS's wire protocols, enough for a client to read what it asked for."""

import json
from html import escape
from urllib.parse import parse_qs, urlsplit

XML = "text/xml"
JSON = "application/json"
NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


def refuse(service, code, message, status):
    """An error as the service would write it: (status, headers, body)."""
    if service in ("sts", "s3"):
        inner = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
        if service == "sts":
            text = f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type>{inner}</Error>'
            text += "<RequestId>req-error</RequestId></ErrorResponse>"
        else:
            text = f"<?xml version='1.0'?><Error>{inner}<RequestId>req-error</RequestId></Error>"
        return status, [("Content-Type", XML)], text.encode()
    headers = [("Content-Type", JSON), ("x-amzn-errortype", code + ":http://internal.amazon.com/")]
    return status, headers, json.dumps({"message": message}).encode()


def answer(service, method, target, headers, body):
    """(status, headers, body) for a request whose signature is right."""
    by_service = {"sts": _sts, "s3": _s3, "secretsmanager": _secrets_manager, "appflow": _appflow}
    status, answer_headers, text = by_service[service](method, target, headers, body)
    id_header = "x-amz-request-id" if service == "s3" else "x-amzn-RequestId"
    return status, answer_headers + [(id_header, "req-" + service)], text


def _sts(method, target, headers, body):
    form = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
    assert form["Version"] == "2011-06-15"
    if form["Action"] == "GetCallerIdentity":
        result = "<Arn>arn:aws:iam::111122223333:user/wire</Arn><UserId>AIDAWIRE</UserId>"
        result += "<Account>111122223333</Account>"
    elif form.get("ExternalId") == "wrong":
        message = "User: arn:aws:iam::111122223333:user/wire is not authorized to perform: sts:AssumeRole"
        return refuse("sts", "AccessDenied", message, 403)
    else:
        account = form["RoleArn"].split(":")[4]
        role = form["RoleArn"].split("/")[-1]
        result = (
            f"<AssumedRoleUser><AssumedRoleId>AROAWIRE:{form['RoleSessionName']}</AssumedRoleId>"
            f"<Arn>arn:aws:sts::{account}:assumed-role/{role}/{form['RoleSessionName']}</Arn></AssumedRoleUser>"
            f"<Credentials><AccessKeyId>ASIAWIRE</AccessKeyId>"
            f"<SecretAccessKey>tEmp/Secret+With/Slashes==</SecretAccessKey>"
            f"<SessionToken>{escape(form.get('ExternalId', 'none'))}&amp;token//+==</SessionToken>"
            f"<Expiration>2030-01-02T03:04:05Z</Expiration></Credentials>"
        )
    name = form["Action"]
    text = f'<{name}Response xmlns="{NAMESPACE}"><{name}Result>{result}</{name}Result>'
    text += f"<ResponseMetadata><RequestId>req-xml</RequestId></ResponseMetadata></{name}Response>"
    return 200, [("Content-Type", XML)], text.encode()


POLICIES = {}


def _s3(method, target, headers, body):
    parts = urlsplit(target)
    bucket = parts.path.strip("/").split("/")[-1]
    if headers.get("x-amz-expected-bucket-owner") == "999999999999":
        return refuse("s3", "AccessDenied", "Access Denied", 403)
    if parts.query == "policy=" and method == "PUT":
        import base64
        import zlib

        crc = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
        if headers.get("x-amz-checksum-crc32") != crc:
            return refuse("s3", "BadDigest", "The CRC32 you specified did not match", 400)
        POLICIES[bucket] = body
        return 204, [], b""
    if parts.query == "policy=":
        if bucket not in POLICIES:
            return refuse("s3", "NoSuchBucketPolicy", "The bucket policy does not exist", 404)
        return 200, [("Content-Type", JSON)], POLICIES[bucket]
    if parts.query == "location=":
        region = {"oldest": "", "old": "EU"}.get(bucket, "eu-central-1")
        text = "<?xml version='1.0' encoding='UTF-8'?>\n<LocationConstraint"
        text += f" xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>{region}</LocationConstraint>"
        return 200, [("Content-Type", XML)], text.encode()
    text = "<ListAllMyBucketsResult><Owner><ID>x</ID></Owner><Buckets>"
    text += "".join(f"<Bucket><Name>{name}</Name></Bucket>" for name in ("one", "two.dotted"))
    return 200, [("Content-Type", XML)], (text + "</Buckets></ListAllMyBucketsResult>").encode()


def _secrets_manager(method, target, headers, body):
    assert headers["x-amz-target"] == "secretsmanager.GetSecretValue"
    assert headers["content-type"] == "application/x-amz-json-1.1"
    asked = json.loads(body)
    if asked["SecretId"] == "binary":
        return 200, [], json.dumps({"Name": "binary", "SecretBinary": "AAEC"}).encode()
    if asked["SecretId"] == "missing":
        text = {"__type": "ResourceNotFoundException", "Message": "no such secret"}
        return 400, [], json.dumps(text).encode()
    secret = json.dumps({"of": asked["SecretId"], "stage": asked.get("VersionStage")})
    return 200, [], json.dumps({"SecretString": secret}).encode()


def _appflow(method, target, headers, body):
    assert headers["content-type"] == "application/json"
    asked = json.loads(body)
    if target == "/describe-flow":
        if asked["flowName"] == "missing":
            return refuse("appflow", "ResourceNotFoundException", "no such flow", 404)
        status = "Deleted" if asked["flowName"] == "deleted" else "Active"
        text = {"flowName": asked["flowName"], "flowStatus": status, "createdAt": 1700000000.123,
                "triggerConfig": {"triggerType": "OnDemand" if asked["flowName"] == "demand" else "Scheduled"}}
    elif target == "/describe-connector-profiles":
        names = [name for name in asked["connectorProfileNames"] if name != "missing"]
        page = int(asked.get("nextToken", "0"))
        text = {"connectorProfileDetails": [{"connectorProfileName": n} for n in names[page : page + 1]]}
        if page + 1 < len(names):
            text["nextToken"] = str(page + 1)
    elif target == "/describe-flow-execution-records":
        assert asked["maxResults"] == 100
        page = int(asked.get("nextToken", "0"))
        text = {"flowExecutions": [{"executionId": f"run-{page}-{n}"} for n in range(3)]}
        if page < 4:
            text["nextToken"] = str(page + 1)
    elif target == "/delete-flow":
        return 200, [("Content-Type", JSON)], b""
    elif target == "/stop-flow":
        return 200, [("Content-Type", "text/html")], b"<html>a proxy's page</html>"
    else:
        # Whoever asked can see that the body came through byte for byte.
        import hashlib

        text = {"target": target, "sha256": hashlib.sha256(body).hexdigest()}
    return 200, [("Content-Type", JSON)], json.dumps(text).encode()


def appflow_model():
    """What botocore knows of AppFlow's operations: {name: {"path": …, "clientToken": true|false}}."""
    import botocore.loaders
    import botocore.model

    loader = botocore.loaders.Loader()
    model = botocore.model.ServiceModel(loader.load_service_model("appflow", "service-2"))
    operations = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        members = operation.input_shape.members if operation.input_shape else {}
        path = operation.http["requestUri"]
        operations[name] = {"path": path, "method": operation.http["method"], "clientToken": "clientToken" in members}
    return operations
