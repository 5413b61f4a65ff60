"""What the suites on boto3 share: a world in the sandbox, clients for it, and a second look at every answer.

HEADGATE_SANDBOX_URL names a sandbox that is served; the suites change it through /_sandbox/apply.
"""

import datetime
import json
import numbers
import os
import secrets
import sys
import unittest
import urllib.request
import xml.etree.ElementTree as ElementTree

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

URL = os.environ.get("HEADGATE_SANDBOX_URL", "http://127.0.0.1:4566")
REGION = "us-east-1"
ISV = "999999999999"
ISV_KEY = ("AKIDSANDBOXISV000001", "sandbox/secret+of=the-isv")
EXTERNAL_ID = "hg-acme-1"
# One session for all: it reads the services' models but once.
SESSION = boto3.Session()
ONCE = Config(retries={"total_max_attempts": 1, "mode": "standard"})


def post(patch):
    request = urllib.request.Request(
        URL + "/_sandbox/apply", data=json.dumps(patch).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        assert response.status == 204


def world():
    with urllib.request.urlopen(URL + "/_sandbox/state") as response:
        return json.load(response)


class Tenant:
    """A tenant with an account, a role, a bucket, a secret and a Salesforce organisation of its own."""

    def __init__(self):
        self.account = f"{secrets.randbelow(9 * 10**11) + 10**11}"
        self.name = f"acme{self.account[-6:]}"
        self.role = f"arn:aws:iam::{self.account}:role/headgate-appflow"
        self.bucket = f"{self.name}-landing"
        self.org = f"https://{self.name}.my.salesforce.com"
        self.client_secret = f"arn:aws:secretsmanager:{REGION}:{self.account}:secret:client-{self.name}"
        self.key = (f"AKIDSANDBOX{self.account[-9:]}", f"secret-of-{self.name}")
        post(
            {
                "accessKeys": {
                    ISV_KEY[0]: {
                        "secretAccessKey": ISV_KEY[1],
                        "account": ISV,
                        "arn": f"arn:aws:iam::{ISV}:user/headgate",
                    },
                    self.key[0]: {"secretAccessKey": self.key[1], "account": self.account},
                },
                "roles": {
                    self.role: {
                        "trustedPrincipals": [f"arn:aws:iam::{ISV}:root"],
                        "externalId": EXTERNAL_ID,
                    }
                },
                "buckets": {self.bucket: {"account": self.account, "region": REGION}},
                "secrets": {
                    self.client_secret: {"value": {"clientId": "app", "clientSecret": "app-secret"}},
                },
                "salesforce": {
                    self.org: {
                        "clients": {"app": "app-secret"},
                        "accessTokens": ["access"],
                        "refreshTokens": ["refresh"],
                    }
                },
            }
        )

    def clients(self, config=ONCE):
        """What the tenant's role may use, assumed as the seed's first sample does."""
        answer = client("sts", config=config).assume_role(
            RoleArn=self.role, RoleSessionName="headgate", ExternalId=EXTERNAL_ID
        )
        keys = answer["Credentials"]
        credentials = (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        return lambda service, config=config: client(service, credentials, config)

    def effects(self, operation, resource=None):
        return [
            effect
            for effect in world()["journal"]
            if effect["account"] == self.account
            and effect["operation"] == operation
            and resource in (None, effect["resource"])
        ]

    def policy(self):
        return json.dumps(
            {
                "Version": "2008-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "appflow.amazonaws.com"},
                        "Action": [
                            "s3:PutObject",
                            "s3:AbortMultipartUpload",
                            "s3:ListMultipartUploadParts",
                            "s3:ListBucketMultipartUploads",
                            "s3:GetBucketAcl",
                            "s3:PutObjectAcl",
                        ],
                        "Resource": [f"arn:aws:s3:::{self.bucket}", f"arn:aws:s3:::{self.bucket}/*"],
                        "Condition": {"StringEquals": {"aws:SourceAccount": self.account}},
                    }
                ],
            }
        )

    def profile(self, name="salesforce", **changes):
        request = {
            "connectorProfileName": name,
            "connectorType": "Salesforce",
            "connectionMode": "Public",
            "connectorProfileConfig": {
                "connectorProfileProperties": {
                    "Salesforce": {"instanceUrl": self.org, "isSandboxEnvironment": False}
                },
                "connectorProfileCredentials": {
                    "Salesforce": {
                        "accessToken": "access",
                        "refreshToken": "refresh",
                        "clientCredentialsArn": self.client_secret,
                    }
                },
            },
        }
        return request | changes

    def flow(self, name="accounts", trigger=None, **changes):
        fields = ["Id", "Name", "CreatedDate"]
        request = {
            "flowName": name,
            "description": "Salesforce accounts",
            "triggerConfig": trigger or {"triggerType": "OnDemand"},
            "sourceFlowConfig": {
                "connectorType": "Salesforce",
                "connectorProfileName": "salesforce",
                "sourceConnectorProperties": {"Salesforce": {"object": "Account"}},
            },
            "destinationFlowConfigList": [
                {
                    "connectorType": "S3",
                    "destinationConnectorProperties": {"S3": {"bucketName": self.bucket}},
                }
            ],
            "tasks": [
                {
                    "taskType": "Filter",
                    "sourceFields": fields,
                    "connectorOperator": {"Salesforce": "PROJECTION"},
                }
            ]
            + [
                {
                    "taskType": "Map",
                    "sourceFields": [field],
                    "destinationField": field,
                    "connectorOperator": {"Salesforce": "NO_OP"},
                }
                for field in fields
            ],
        }
        return request | changes

    def prepared(self, config=ONCE):
        """An AppFlow client in a world where a flow can be created."""
        clients = self.clients(config)
        clients("s3").put_bucket_policy(Bucket=self.bucket, Policy=self.policy())
        appflow = clients("appflow")
        appflow.create_connector_profile(**self.profile())
        return appflow


SCHEDULED = {
    "triggerType": "Scheduled",
    "triggerProperties": {"Scheduled": {"scheduleExpression": "rate(1hours)", "dataPullMode": "Incremental"}},
}


def client(service, credentials=ISV_KEY, config=ONCE, url=None, region=REGION):
    key, secret, *token = credentials
    made = SESSION.client(
        service,
        region_name=region,
        endpoint_url=url or URL,
        config=config,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token[0] if token else None,
    )
    if url is None:
        made.meta.events.register("after-call", check_answer)
    return made


def check_answer(http_response, parsed, model, **_):
    """Refuses an answer that botocore's model of the operation does not describe in full."""
    if http_response.status_code >= 300:
        return
    problems = []
    body = http_response.content
    shape = model.output_shape
    protocol = model.service_model.metadata["protocol"]
    if protocol in ("json", "rest-json"):
        check_json(json.loads(body or b"{}"), shape, model.name, problems)
    elif protocol == "query":
        root = ElementTree.fromstring(body)
        if local(root) != model.name + "Response" or [local(child) for child in root] != [
            model.name + "Result",
            "ResponseMetadata",
        ]:
            problems.append(f"{model.name}: the document's form is another: {body!r}")
        check_xml(root[0], shape, model.name, problems)
    elif body and model.name not in ("GetBucketPolicy", "GetBucketLocation"):
        check_xml(ElementTree.fromstring(body), shape, model.name, problems)
    if problems:
        raise AssertionError("not by the service's model: " + "; ".join(problems))


def check_json(value, shape, where, problems):
    if shape is None:
        if value:
            problems.append(f"{where} has a body, but no output")
        return
    kinds = {
        "structure": dict,
        "map": dict,
        "list": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "long": int,
        "double": numbers.Real,
        "float": numbers.Real,
        "timestamp": numbers.Real,
    }
    if not isinstance(value, kinds[shape.type_name]):
        problems.append(f"{where} is {value!r}, no {shape.type_name}")
    elif shape.type_name == "structure":
        for name, member in value.items():
            if name not in shape.members:
                problems.append(f"{where}.{name} is not in the model")
            else:
                check_json(member, shape.members[name], f"{where}.{name}", problems)
        problems += [f"{where}.{name} is missing" for name in shape.required_members if name not in value]
    elif shape.type_name == "map":
        for name, member in value.items():
            check_json(name, shape.key, f"{where}'s key {name}", problems)
            check_json(member, shape.value, f"{where}.{name}", problems)
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            check_json(member, shape.member, f"{where}[{index}]", problems)
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        problems.append(f"{where} is {value!r}, none of {shape.enum}")


def check_xml(element, shape, where, problems):
    if shape.type_name == "structure":
        members = {
            member.serialization.get("name", name): (name, member) for name, member in shape.members.items()
        }
        for child in element:
            if local(child) not in members:
                problems.append(f"{where}.{local(child)} is not in the model")
            else:
                check_xml(child, members[local(child)][1], f"{where}.{local(child)}", problems)
        there = {local(child) for child in element}
        for key, (name, _) in members.items():
            if name in shape.required_members and key not in there:
                problems.append(f"{where}.{name} is missing")
    elif shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")
        for child in element:
            if local(child) != wanted:
                problems.append(f"{where} holds {local(child)}, not {wanted}")
            check_xml(child, shape.member, f"{where}[]", problems)
    elif shape.type_name == "timestamp":
        datetime.datetime.fromisoformat(element.text.replace("Z", "+00:00"))
    elif shape.type_name in ("integer", "long"):
        int(element.text)


def local(element):
    return element.tag.split("}")[-1]


class Suite(unittest.TestCase):
    def refused(self, made, name, status, call, *arguments, **parameters):
        """Expects the service's own modelled exception, where the model has it, with the status that AWS gives."""
        with self.assertRaises(ClientError) as caught:
            call(*arguments, **parameters)
        error = caught.exception
        self.assertEqual(error.response["Error"]["Code"], name)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], status)
        self.assertTrue(error.response["Error"]["Message"])
        if hasattr(made.exceptions, name):
            self.assertIsInstance(error, getattr(made.exceptions, name))
        else:
            self.assertIs(type(error), ClientError)
        return error.response


def run():
    result = unittest.main(argv=[sys.argv[0], "-v"], exit=False).result
    # A suite in which nothing runs proves nothing.
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 and not result.skipped else 1)
