"""The whole life of a flow as the seed tells it, by boto3 on a sandbox that is served."""

import time

from boto3_support import EXTERNAL_ID, ISV, SCHEDULED, Suite, Tenant, client, run


class Roles(Suite):
    def test_assume_role(self):
        tenant = Tenant()
        sts = client("sts")
        self.assertEqual(sts.get_caller_identity()["Account"], ISV)
        answer = sts.assume_role(
            RoleArn=tenant.role, RoleSessionName="headgate", ExternalId=EXTERNAL_ID, DurationSeconds=900
        )
        self.assertEqual(set(answer["Credentials"]), {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"})
        self.assertLess(answer["Credentials"]["Expiration"].timestamp() - time.time(), 901)
        assumed = answer["AssumedRoleUser"]["Arn"]
        self.assertEqual(assumed, f"arn:aws:sts::{tenant.account}:assumed-role/headgate-appflow/headgate")
        self.assertEqual(tenant.clients()("sts").get_caller_identity()["Arn"], assumed)

    def test_without_the_external_id(self):
        tenant = Tenant()
        sts = client("sts")
        for parameters in ({}, {"ExternalId": "hg-somebody-else"}):
            self.refused(
                sts, "AccessDenied", 403, sts.assume_role,
                RoleArn=tenant.role, RoleSessionName="headgate", **parameters,
            )  # fmt: skip


class Buckets(Suite):
    def test_bucket_policy(self):
        tenant = Tenant()
        s3 = tenant.clients()("s3")
        self.assertEqual([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]], [tenant.bucket])
        self.assertIsNone(s3.get_bucket_location(Bucket=tenant.bucket)["LocationConstraint"])
        self.assertEqual(s3.head_bucket(Bucket=tenant.bucket)["BucketRegion"], "us-east-1")
        self.refused(s3, "NoSuchBucketPolicy", 404, s3.get_bucket_policy, Bucket=tenant.bucket)
        answer = s3.put_bucket_policy(
            Bucket=tenant.bucket, Policy=tenant.policy(), ExpectedBucketOwner=tenant.account
        )
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 204)
        self.assertEqual(s3.get_bucket_policy(Bucket=tenant.bucket)["Policy"], tenant.policy())
        self.refused(
            s3, "AccessDenied", 403, s3.get_bucket_policy,
            Bucket=tenant.bucket, ExpectedBucketOwner="000000000000",
        )  # fmt: skip
        self.refused(
            s3, "MalformedPolicy", 400, s3.put_bucket_policy, Bucket=tenant.bucket, Policy="not a policy"
        )
        self.refused(s3, "NoSuchBucket", 404, s3.get_bucket_policy, Bucket="nobody-has-this-bucket")


class Secrets(Suite):
    def test_versions(self):
        tenant = Tenant()
        manager = tenant.clients()("secretsmanager")
        token = "0123456789abcdef0123456789abcdef"
        made = manager.create_secret(Name="salesforce/tokens", SecretString="one", ClientRequestToken=token)
        again = manager.create_secret(Name="salesforce/tokens", SecretString="one", ClientRequestToken=token)
        self.assertEqual(made["VersionId"], again["VersionId"])
        self.assertEqual(len(tenant.effects("CreateSecret")), 1)
        manager.put_secret_value(SecretId=made["ARN"], SecretString="two")
        current = manager.get_secret_value(SecretId="salesforce/tokens")
        self.assertEqual((current["SecretString"], current["VersionStages"]), ("two", ["AWSCURRENT"]))
        before = manager.get_secret_value(SecretId="salesforce/tokens", VersionStage="AWSPREVIOUS")
        self.assertEqual(before["SecretString"], "one")
        self.assertEqual(len(manager.describe_secret(SecretId=made["ARN"])["VersionIdsToStages"]), 2)
        self.refused(
            manager, "ResourceExistsException", 400, manager.create_secret,
            Name="salesforce/tokens", SecretString="three",
        )  # fmt: skip
        self.refused(
            manager, "ResourceNotFoundException", 400, manager.get_secret_value, SecretId="salesforce/none"
        )
        manager.delete_secret(SecretId=made["ARN"])
        self.refused(
            manager, "InvalidRequestException", 400, manager.get_secret_value, SecretId=made["ARN"]
        )


class Catalog(Suite):
    def test_connectors(self):
        appflow = Tenant().clients()("appflow")
        pages = self.pages(appflow.describe_connectors, maxResults=5)
        self.assertGreater(len(pages), 1)
        types = [connector["connectorType"] for page in pages for connector in page["connectors"]]
        self.assertEqual(len(types), len(set(types)))
        self.assertLessEqual({"Salesforce", "S3", "Servicenow", "Slack", "Redshift"}, set(types))
        salesforce = appflow.describe_connector(connectorType="Salesforce")["connectorConfiguration"]
        self.assertTrue(salesforce["canUseAsSource"])
        chosen = appflow.describe_connectors(connectorTypes=["Salesforce", "S3"])
        self.assertEqual(set(chosen["connectorConfigurations"]), {"Salesforce", "S3"})
        self.assertEqual(appflow.list_connectors()["connectors"], [])

    def test_profiles_and_entities(self):
        tenant = Tenant()
        appflow = tenant.clients()("appflow")
        made = appflow.create_connector_profile(**tenant.profile())
        self.assertEqual(
            made["connectorProfileArn"],
            f"arn:aws:appflow:us-east-1:{tenant.account}:connectorprofile/salesforce",
        )
        found = appflow.describe_connector_profiles(connectorProfileNames=["salesforce"])
        details = found["connectorProfileDetails"][0]
        self.assertEqual(details["connectorType"], "Salesforce")
        self.assertEqual(details["connectorProfileProperties"]["Salesforce"]["instanceUrl"], tenant.org)
        self.assertNotIn("refresh", str(details["connectorProfileProperties"]))
        none = appflow.describe_connector_profiles(connectorProfileNames=["nothing"])
        self.assertEqual(none["connectorProfileDetails"], [])
        entities = appflow.list_connector_entities(connectorProfileName="salesforce")["connectorEntityMap"]
        self.assertIn("Account", [entity["name"] for group in entities.values() for entity in group])
        fields = appflow.describe_connector_entity(
            connectorProfileName="salesforce", connectorEntityName="Account"
        )["connectorEntityFields"]
        self.assertLessEqual({"Id", "Name", "CreatedDate"}, {field["identifier"] for field in fields})
        self.refused(
            appflow, "ResourceNotFoundException", 404, appflow.describe_connector_entity,
            connectorProfileName="salesforce", connectorEntityName="Nothing",
        )  # fmt: skip
        self.refused(
            appflow, "ResourceNotFoundException", 404, appflow.list_connector_entities,
            connectorProfileName="nothing",
        )  # fmt: skip

    @staticmethod
    def pages(call, **parameters):
        pages = [call(**parameters)]
        while "nextToken" in pages[-1]:
            pages.append(call(nextToken=pages[-1]["nextToken"], **parameters))
        return pages


class ConnectorProfiles(Suite):
    def test_life(self):
        tenant = Tenant()
        appflow = tenant.clients()("appflow")
        appflow.create_connector_profile(**tenant.profile(clientToken="t-1"))
        appflow.create_connector_profile(**tenant.profile(clientToken="t-1"))
        self.assertEqual(len(tenant.effects("CreateConnectorProfile")), 1)
        self.refused(
            appflow, "ConflictException", 409, appflow.create_connector_profile,
            **tenant.profile(connectionMode="Private", clientToken="t-1"),
        )  # fmt: skip
        self.refused(
            appflow, "ConflictException", 409, appflow.create_connector_profile,
            **tenant.profile(clientToken="t-2"),
        )  # fmt: skip
        update = tenant.profile()
        del update["connectorType"]
        appflow.update_connector_profile(**update)
        bad = tenant.profile("other")
        bad["connectorProfileConfig"]["connectorProfileCredentials"]["Salesforce"]["refreshToken"] = "revoked"
        self.refused(
            appflow, "ConnectorAuthenticationException", 401, appflow.create_connector_profile, **bad
        )
        appflow.delete_connector_profile(connectorProfileName="salesforce")
        self.refused(
            appflow, "ResourceNotFoundException", 404, appflow.delete_connector_profile,
            connectorProfileName="salesforce",
        )  # fmt: skip
        self.refused(appflow, "ResourceNotFoundException", 404, appflow.update_connector_profile, **update)

    def test_in_use(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        appflow.create_flow(**tenant.flow())
        self.refused(
            appflow, "ConflictException", 409, appflow.delete_connector_profile,
            connectorProfileName="salesforce",
        )  # fmt: skip
        appflow.delete_connector_profile(connectorProfileName="salesforce", forceDelete=True)


class Flows(Suite):
    def test_on_demand(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        made = appflow.create_flow(**tenant.flow(tags={"headgate:tenant": tenant.name}, clientToken="c-1"))
        self.assertEqual(made["flowArn"], f"arn:aws:appflow:us-east-1:{tenant.account}:flow/accounts")
        described = appflow.describe_flow(flowName="accounts")
        self.assertEqual(described["flowStatus"], made["flowStatus"])
        self.assertEqual(described["tags"], {"headgate:tenant": tenant.name})
        self.assertEqual(described["triggerConfig"]["triggerType"], "OnDemand")
        self.assertEqual([task["taskType"] for task in described["tasks"]], ["Filter"] + ["Map"] * 3)
        tags = appflow.list_tags_for_resource(resourceArn=made["flowArn"])
        self.assertEqual(tags["tags"], {"headgate:tenant": tenant.name})
        appflow.tag_resource(resourceArn=made["flowArn"], tags={"more": "1", "less": "2"})
        appflow.untag_resource(resourceArn=made["flowArn"], tagKeys=["more", "less"])
        self.assertEqual(
            appflow.list_tags_for_resource(resourceArn=made["flowArn"])["tags"],
            {"headgate:tenant": tenant.name},
        )
        started = appflow.start_flow(flowName="accounts", clientToken="s-1")
        self.assertTrue(started["executionId"])
        again = appflow.start_flow(flowName="accounts", clientToken="s-1")
        self.assertEqual(again["executionId"], started["executionId"])
        self.assertEqual(len(tenant.effects("StartFlow")), 1)
        self.refused(
            appflow, "UnsupportedOperationException", 400, appflow.stop_flow, flowName="accounts"
        )
        self.assertTrue(self.ended(appflow, "accounts"))
        appflow.update_flow(**tenant.flow(description="Accounts, again"), clientToken="u-1")
        self.assertEqual(appflow.describe_flow(flowName="accounts")["description"], "Accounts, again")
        self.assertEqual([flow["flowName"] for flow in appflow.list_flows()["flows"]], ["accounts"])
        appflow.delete_flow(flowName="accounts")
        for call in (appflow.describe_flow, appflow.delete_flow, appflow.start_flow, appflow.stop_flow):
            self.refused(appflow, "ResourceNotFoundException", 404, call, flowName="accounts")

    def test_scheduled(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        self.assertEqual(appflow.create_flow(**tenant.flow(trigger=SCHEDULED))["flowStatus"], "Draft")
        started = appflow.start_flow(flowName="accounts")
        self.assertEqual(started["flowStatus"], "Active")
        self.assertNotIn("executionId", started)
        self.refused(appflow, "ConflictException", 409, appflow.delete_flow, flowName="accounts")
        self.assertEqual(appflow.stop_flow(flowName="accounts")["flowStatus"], "Suspended")
        self.refused(appflow, "ConflictException", 409, appflow.stop_flow, flowName="accounts")
        appflow.delete_flow(flowName="accounts")

    def test_execution_records_come_in_pages(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        appflow.create_flow(**tenant.flow())
        started = []
        for _ in range(5):
            started.append(appflow.start_flow(flowName="accounts")["executionId"])
            self.assertTrue(self.ended(appflow, "accounts"))
        pages = Catalog.pages(
            appflow.describe_flow_execution_records, flowName="accounts", maxResults=2
        )
        self.assertEqual([len(page["flowExecutions"]) for page in pages], [2, 2, 1])
        records = [record for page in pages for record in page["flowExecutions"]]
        self.assertEqual({record["executionId"] for record in records}, set(started))
        self.assertEqual({record["executionStatus"] for record in records}, {"Successful"})

    def test_cancel(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        appflow.create_flow(**tenant.flow())
        # On a slow machine a run may be over before it is cancelled.
        for _ in range(20):
            execution = appflow.start_flow(flowName="accounts")["executionId"]
            answer = appflow.cancel_flow_executions(flowName="accounts", executionIds=[execution, "nothing"])
            if execution not in answer["invalidExecutions"]:
                break
        self.assertEqual(answer["invalidExecutions"], ["nothing"])
        records = appflow.describe_flow_execution_records(flowName="accounts")["flowExecutions"]
        statuses = {record["executionId"]: record["executionStatus"] for record in records}
        self.assertIn(statuses[execution], ("CancelStarted", "Canceled"))
        appflow.delete_flow(flowName="accounts", forceDelete=True)

    def test_client_tokens(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        first = appflow.create_flow(**tenant.flow(clientToken="c-1"))
        second = appflow.create_flow(**tenant.flow(clientToken="c-1"))
        self.assertEqual(first["flowArn"], second["flowArn"])
        self.assertEqual(len(tenant.effects("CreateFlow")), 1)
        self.refused(
            appflow, "ConflictException", 409, appflow.create_flow,
            **tenant.flow(clientToken="c-1", description="another"),
        )  # fmt: skip
        self.refused(
            appflow, "ConflictException", 409, appflow.create_flow, **tenant.flow(clientToken="c-2")
        )

    def test_refusals(self):
        tenant = Tenant()
        appflow = tenant.prepared()
        elsewhere = tenant.flow()
        elsewhere["destinationFlowConfigList"][0]["destinationConnectorProperties"]["S3"]["bucketName"] = (
            "nobody-has-this-bucket"
        )
        self.refused(appflow, "ValidationException", 400, appflow.create_flow, **elsewhere)
        unknown = tenant.flow()
        unknown["sourceFlowConfig"]["connectorProfileName"] = "nothing"
        self.refused(appflow, "ResourceNotFoundException", 404, appflow.create_flow, **unknown)
        self.refused(
            appflow, "ValidationException", 400, appflow.start_flow, flowName="a name with blanks"
        )

    @staticmethod
    def ended(appflow, name):
        for _ in range(200):
            records = appflow.describe_flow_execution_records(flowName=name, maxResults=100)["flowExecutions"]
            if all(record["executionStatus"] != "InProgress" for record in records):
                return True
            time.sleep(0.01)
        return False


if __name__ == "__main__":
    run()
