"""The same calls on the sandbox and on moto's server: equal statuses, error codes and members of the answers, but for
what is listed here with its reason."""

import json
import secrets

from boto3_support import ISV, REGION, URL, Suite, client, post, run
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

ROLE = f"arn:aws:iam::{ISV}:role/headgate-appflow"
KEY = ("AKIDSANDBOXMOTO00001", "secret-of-moto")
# The sandbox may have seen an earlier run of this.
SECRET = f"salesforce/{secrets.token_hex(4)}"
TOKEN = "0123456789abcdef0123456789abcdef"

# What differs on purpose: the step, and why.
DIFFERENCES = {
    "assume-role": "moto tells PackedPolicySize also where no session policy was sent",
    "put-policy": "AWS answers 204, as its documentation says; moto 200",
    "get-secret-nobody-has": "Secrets Manager's errors have the status 400, as JSON 1.1 has it; moto gives 404",
    "get-secret-of-no-stage": "Secrets Manager's errors have the status 400, as JSON 1.1 has it; moto gives 404",
    "put-secret-nobody-has": "Secrets Manager's errors have the status 400, as JSON 1.1 has it; moto gives 404",
    "assume-role-without-external-id": "moto knows no trust policies, and lets everybody assume every role",
    "assume-role-nobody-has": "moto knows no trust policies, and lets everybody assume every role",
    "assume-role-too-long": "moto does not check DurationSeconds as AWS does",
    "caller-of-an-unknown-key": "moto checks no keys by default",
    "put-policy-of-no-json": "moto takes any text for a policy",
    "put-policy-for-another-bucket": "moto does not look at a policy's resources",
    "put-policy-of-an-account-that-is-not-the-owner": "moto does not check the expected owner here",
    "get-policy-of-an-account-that-is-not-the-owner": "moto does not check the expected owner here",
    "list-buckets": "AWS no longer tells the owner's DisplayName",
}


def policy(bucket):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "appflow.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": f"arn:aws:s3:::{bucket}/*",
                }
            ],
        }
    )


def steps(make):
    """Each step is a name and a call; they build on one another."""
    sts, s3, manager = make("sts"), make("s3"), make("secretsmanager")
    stranger = make("sts", ("AKIDNOBODY", "nothing"))
    role = {"RoleArn": ROLE, "RoleSessionName": "headgate"}
    bucket = {"Bucket": "moto-landing"}
    return [
        ("caller", lambda: sts.get_caller_identity()),
        ("caller-of-an-unknown-key", lambda: stranger.get_caller_identity()),
        ("assume-role", lambda: sts.assume_role(**role, ExternalId="hg-moto")),
        ("assume-role-without-external-id", lambda: sts.assume_role(**role)),
        (
            "assume-role-nobody-has",
            lambda: sts.assume_role(RoleArn=ROLE + "-none", RoleSessionName="x1", ExternalId="hg-moto"),
        ),
        ("assume-role-too-long", lambda: sts.assume_role(**role, ExternalId="hg-moto", DurationSeconds=43201)),
        ("list-buckets", lambda: s3.list_buckets()),
        ("location", lambda: s3.get_bucket_location(**bucket)),
        ("head-bucket", lambda: s3.head_bucket(**bucket)),
        ("head-bucket-nobody-has", lambda: s3.head_bucket(Bucket="nobody-has-this-bucket")),
        ("get-policy-where-there-is-none", lambda: s3.get_bucket_policy(**bucket)),
        ("get-policy-of-no-bucket", lambda: s3.get_bucket_policy(Bucket="nobody-has-this-bucket")),
        ("put-policy", lambda: s3.put_bucket_policy(**bucket, Policy=policy("moto-landing"))),
        ("get-policy", lambda: s3.get_bucket_policy(**bucket)),
        (
            "get-policy-of-an-account-that-is-not-the-owner",
            lambda: s3.get_bucket_policy(**bucket, ExpectedBucketOwner="000000000001"),
        ),
        (
            "put-policy-of-an-account-that-is-not-the-owner",
            lambda: s3.put_bucket_policy(
                **bucket, Policy=policy("moto-landing"), ExpectedBucketOwner="000000000001"
            ),
        ),
        ("put-policy-of-no-json", lambda: s3.put_bucket_policy(**bucket, Policy="no policy")),
        ("put-policy-for-another-bucket", lambda: s3.put_bucket_policy(**bucket, Policy=policy("other"))),
        ("delete-policy", lambda: s3.delete_bucket_policy(**bucket)),
        ("get-policy-that-was-deleted", lambda: s3.get_bucket_policy(**bucket)),
        ("get-secret-nobody-has", lambda: manager.get_secret_value(SecretId="nothing")),
        (
            "create-secret",
            lambda: manager.create_secret(Name=SECRET, SecretString="one", ClientRequestToken=TOKEN),
        ),
        (
            "create-secret-again-with-its-token",
            lambda: manager.create_secret(Name=SECRET, SecretString="one", ClientRequestToken=TOKEN),
        ),
        ("create-secret-again", lambda: manager.create_secret(Name=SECRET, SecretString="two")),
        ("get-secret", lambda: manager.get_secret_value(SecretId=SECRET)),
        ("put-secret", lambda: manager.put_secret_value(SecretId=SECRET, SecretString="two")),
        ("get-secret-again", lambda: manager.get_secret_value(SecretId=SECRET)),
        (
            "get-secret-before",
            lambda: manager.get_secret_value(SecretId=SECRET, VersionStage="AWSPREVIOUS"),
        ),
        (
            "get-secret-of-no-stage",
            lambda: manager.get_secret_value(SecretId=SECRET, VersionStage="NOTHING"),
        ),
        ("describe-secret", lambda: manager.describe_secret(SecretId=SECRET)),
        ("put-secret-nobody-has", lambda: manager.put_secret_value(SecretId="nothing", SecretString="x")),
        ("delete-secret", lambda: manager.delete_secret(SecretId=SECRET, RecoveryWindowInDays=7)),
        ("get-secret-that-was-deleted", lambda: manager.get_secret_value(SecretId=SECRET)),
    ]


def outcomes(url):
    found = {}
    for name, call in steps(lambda service, key=KEY: client(service, key, url=url)):
        try:
            answer = call()
            status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
            found[name] = (status, None, tuple(sorted(members(answer))))
        except ClientError as error:
            found[name] = (
                error.response["ResponseMetadata"]["HTTPStatusCode"],
                error.response["Error"]["Code"],
                (),
            )
    return found


def members(value, where=""):
    """The paths of all members that the answer has; an id that is a key is as good as any other."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from members(member, f"{where}.{name}" if where != ".VersionIdsToStages" else where + ".*")
    elif isinstance(value, list):
        for member in value:
            yield from members(member, where + "[]")
    elif value is not None:
        yield where


class Comparison(Suite):
    def test_sandbox_and_moto_answer_alike(self):
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        self.addCleanup(server.stop)
        moto = "http://%s:%s" % server.get_host_and_port()
        client("s3", KEY, url=moto).create_bucket(Bucket="moto-landing")
        post(
            {
                "accessKeys": {
                    KEY[0]: {
                        "secretAccessKey": KEY[1],
                        "account": ISV,
                        "arn": f"arn:aws:iam::{ISV}:user/moto",
                    }
                },
                "roles": {
                    ROLE: {"trustedPrincipals": [f"arn:aws:iam::{ISV}:root"], "externalId": "hg-moto"}
                },
                "buckets": {"moto-landing": {"account": ISV, "region": REGION}},
            }
        )
        ours, theirs = outcomes(URL), outcomes(moto)
        for name in ours:
            with self.subTest(name):
                if name in DIFFERENCES:
                    # A difference that has gone is to be taken off the list.
                    self.assertNotEqual(ours[name], theirs[name], DIFFERENCES[name])
                else:
                    self.assertEqual(ours[name], theirs[name])
        self.assertLessEqual(set(DIFFERENCES), set(ours))


if __name__ == "__main__":
    run()
