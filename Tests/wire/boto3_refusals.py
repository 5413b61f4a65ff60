"""What AWS refuses before it looks at the request: signatures that are wrong, old, or do not cover enough."""

import datetime
import unittest.mock

import botocore.auth
from boto3_support import ISV_KEY, REGION, Suite, Tenant, client, run

# Each service's harmless call, and its code and status for a wrong signature.
SERVICES = {
    "sts": (lambda made: made.get_caller_identity(), "SignatureDoesNotMatch", 403),
    "s3": (lambda made: made.list_buckets(), "SignatureDoesNotMatch", 403),
    "appflow": (lambda made: made.list_flows(), "InvalidSignatureException", 403),
    "secretsmanager": (lambda made: made.get_secret_value(SecretId="x"), "InvalidSignatureException", 400),
}


class Signatures(Suite):
    @classmethod
    def setUpClass(cls):
        cls.tenant = Tenant()

    def test_a_wrong_secret(self):
        for service, (call, code, status) in SERVICES.items():
            with self.subTest(service):
                made = client(service, (ISV_KEY[0], "wrong"))
                self.refused(made, code, status, call, made)

    def test_an_unknown_key(self):
        codes = {
            "sts": ("InvalidClientTokenId", 403),
            "s3": ("InvalidAccessKeyId", 403),
            "appflow": ("UnrecognizedClientException", 403),
            "secretsmanager": ("UnrecognizedClientException", 400),
        }
        for service, (code, status) in codes.items():
            with self.subTest(service):
                made = client(service, ("AKIDNOBODY", "nothing"))
                self.refused(made, code, status, SERVICES[service][0], made)

    def test_a_session_without_its_token(self):
        keys = client("sts").assume_role(
            RoleArn=self.tenant.role, RoleSessionName="headgate", ExternalId="hg-acme-1"
        )["Credentials"]
        made = client("appflow", (keys["AccessKeyId"], keys["SecretAccessKey"]))
        self.refused(made, "UnrecognizedClientException", 403, made.list_flows)

    def test_what_was_changed_on_the_way(self):
        def body(request):
            request.body = request.body.replace(b"one", b"two")

        def path(request):
            request.url = request.url.replace("/describe-flow", "/delete-flow")

        def date(request):
            request.headers["X-Amz-Date"] = later(text(request.headers["X-Amz-Date"]))

        def scope(request):
            old = text(request.headers["Authorization"])
            request.headers["Authorization"] = old.replace(REGION, "eu-west-1")

        for change in (body, path, date, scope):
            with self.subTest(change.__name__):
                made = client("appflow")
                made.meta.events.register("before-send", lambda request, change=change, **_: change(request))
                self.refused(
                    made, "InvalidSignatureException", 403, made.describe_flow, flowName="one"
                )

    def test_a_body_of_another_digest(self):
        made = self.tenant.clients()("s3")

        def change(request, **_):
            request.body = b"X" + request.body[1:]

        made.meta.events.register("before-send", change)
        self.refused(
            made, "XAmzContentSHA256Mismatch", 400, made.put_bucket_policy,
            Bucket=self.tenant.bucket, Policy=self.tenant.policy(),
        )  # fmt: skip

    def test_a_header_that_is_not_signed(self):
        def add(request, **_):
            request.headers["x-amz-extra"] = "1"

        codes = {"sts": ("SignatureDoesNotMatch", 403), "s3": ("AccessDenied", 403)}
        for service, (code, status) in codes.items():
            with self.subTest(service):
                made = client(service)
                made.meta.events.register("before-send", add)
                self.refused(made, code, status, SERVICES[service][0], made)

    def test_a_clock_that_is_wrong(self):
        cases = {
            ("sts", 4): None,
            ("sts", 6): "SignatureDoesNotMatch",
            ("appflow", -6): "InvalidSignatureException",
            ("appflow", 6): "InvalidSignatureException",
            ("secretsmanager", -6): "InvalidSignatureException",
            ("s3", 14): None,
            ("s3", 16): "RequestTimeTooSkewed",
            ("s3", -16): "RequestTimeTooSkewed",
        }
        for (service, minutes), code in cases.items():
            with self.subTest(service, minutes=minutes):
                made = client(service)
                with clock(minutes):
                    if code is None:
                        SERVICES[service][0](made)
                    else:
                        status = 400 if service == "secretsmanager" else 403
                        answer = self.refused(made, code, status, SERVICES[service][0], made)
                        if service != "s3":
                            word = "expired" if minutes < 0 else "not yet current"
                            self.assertIn(word, answer["Error"]["Message"])

    def test_paths_and_queries_that_need_encoding(self):
        appflow = self.tenant.clients()("appflow")
        self.refused(
            appflow, "ResourceNotFoundException", 404, appflow.untag_resource,
            resourceArn=f"arn:aws:appflow:{REGION}:{self.tenant.account}:flow/a!b#c@d",
            tagKeys=["a b", "c&d=e", "ü/+~"],
        )  # fmt: skip


def clock(minutes):
    """Signs as if it were so many minutes later."""
    now = botocore.auth.get_current_datetime
    return unittest.mock.patch.object(
        botocore.auth,
        "get_current_datetime",
        lambda *arguments: now(*arguments) + datetime.timedelta(minutes=minutes),
    )


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def later(timestamp):
    moment = datetime.datetime.strptime(timestamp, "%Y%m%dT%H%M%SZ") + datetime.timedelta(seconds=1)
    return moment.strftime("%Y%m%dT%H%M%SZ")


if __name__ == "__main__":
    run()
