"""moto's simulated AWS on loopback, and boto3 to set it up and look into it.

It prints one line of JSON, {"port": …}, answers each line of JSON on standard input with one on standard output,
and ends when its standard input does.
"""

import json
import logging
import os
import sys

KEYS = {"aws_access_key_id": "AKIDWIRE", "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE=KEY"}


def answer(asked, s3, secrets):
    if asked["do"] == "create-bucket":
        s3.create_bucket(
            Bucket=asked["bucket"], CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name}
        )
        if "policy" in asked:
            s3.put_bucket_policy(Bucket=asked["bucket"], Policy=json.dumps(asked["policy"]))
        return {}
    if asked["do"] == "bucket-policy":
        return {"policy": json.loads(s3.get_bucket_policy(Bucket=asked["bucket"])["Policy"])}
    if asked["do"] == "create-secret":
        return {"arn": secrets.create_secret(Name=asked["name"], SecretString=asked["text"])["ARN"]}
    if asked["do"] == "secret":
        value = secrets.get_secret_value(SecretId=asked["name"], VersionStage=asked["stage"])
        return {"text": value["SecretString"]}
    return {"error": "unknown request"}


def main():
    # Nothing of this machine's own AWS settings.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    s3, secrets = (
        boto3.client(name, endpoint_url=f"http://{host}:{port}", region_name="eu-central-1", **KEYS)
        for name in ("s3", "secretsmanager")
    )
    print(json.dumps({"port": port}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), s3, secrets)), flush=True)
    server.stop()


main()
