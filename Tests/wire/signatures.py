"""Checks AWS Signature Version 4 with botocore's own signer: a second opinion on what libcurl signs."""

import hashlib
import re
from urllib.parse import quote, unquote, urlsplit

# The keys that the server knows. The secrets have the characters that real ones have.
SECRETS = {
    "AKIDWIRE": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=KEY",
    "ASIAWIRE": "tEmp/Secret+With/Slashes==",
}

AUTHORIZATION = re.compile(
    r"^AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)"
    r"/aws4_request, SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})$"
)


def problem(method, target, headers, body):
    """What is wrong with a request's signature, or None. `headers` is a list of (name, value) as received."""
    from botocore.auth import S3SigV4Auth, SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    lowered = [(name.lower(), value) for name, value in headers]
    values = dict(lowered)
    if len(values) != len(lowered):
        return "a header came twice"
    match = AUTHORIZATION.match(values.get("authorization", ""))
    if not match:
        return "the Authorization header has another form: " + values.get("authorization", "(none)")
    if match["key"] not in SECRETS:
        return "unknown access key " + match["key"]
    if "x-amz-date" not in values or not values["x-amz-date"].startswith(match["date"]):
        return "x-amz-date does not fit the credential's date"
    query_problem = _query_problem(target)
    if query_problem:
        return query_problem

    signed = match["headers"].split(";")
    if signed != sorted(signed):
        return "the signed headers are not sorted"
    must = {"host"} | {name for name in values if name.startswith("x-amz-")}
    if "content-type" in values and match["service"] != "s3":
        must.add("content-type")
    if not must <= set(signed):
        return "not signed: " + ", ".join(sorted(must - set(signed)))
    if not set(signed) <= set(values):
        return "signed, but not sent: " + ", ".join(sorted(set(signed) - set(values)))

    digest = hashlib.sha256(body).hexdigest()
    if match["service"] == "s3" and "x-amz-content-sha256" not in values:
        return "S3 demands x-amz-content-sha256"
    if values.get("x-amz-content-sha256", digest) != digest:
        return "x-amz-content-sha256 is not the body's digest"

    token = values.get("x-amz-security-token")
    if match["key"].startswith("ASIA") and not token:
        return "a temporary key came without its session token"
    signer = S3SigV4Auth if match["service"] == "s3" else SigV4Auth
    auth = signer(
        Credentials(match["key"], SECRETS[match["key"]], token), match["service"], match["region"]
    )
    request = AWSRequest(
        method=method,
        url="http://" + values["host"] + target,
        headers={name: value for name, value in lowered if name in signed},
        data=body,
    )
    request.context["timestamp"] = values["x-amz-date"]
    canonical = auth.canonical_request(request)
    expected = auth.signature(auth.string_to_sign(request, canonical), request)
    if expected != match["signature"]:
        return "another signature was expected for this canonical request:\n" + canonical
    return None


def _query_problem(target):
    """botocore sorts a query but trusts its encoding, so look at that here."""
    query = urlsplit(target).query
    if not query:
        return None
    for pair in query.split("&"):
        if "=" not in pair:
            return "the query's " + pair + " has no '='"
        for part in pair.split("=", 1):
            if quote(unquote(part), safe="-_.~") != part:
                return "the query's " + part + " is not encoded as it should be"
    return None
