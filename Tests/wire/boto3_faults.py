"""Faults on the wire as botocore sees them, and what its retries make of them."""

from boto3_support import ONCE, Suite, Tenant, post, run
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

RETRYING = Config(retries={"total_max_attempts": 4, "mode": "standard"})


class Faults(Suite):
    def setUp(self):
        self.tenant = Tenant()
        self.appflow = self.tenant.prepared()
        self.retrying = self.tenant.clients()("appflow", RETRYING)

    def fault(self, effect, operation="CreateFlow", **parameters):
        post(
            {
                "faults": [
                    {
                        "name": f"{self.tenant.name}-{effect}",
                        "account": self.tenant.account,
                        "operation": operation,
                        "effect": effect,
                        "times": 1,
                    }
                    | parameters
                ]
            }
        )

    def test_throttling_is_retried(self):
        self.fault("throttle", times=2)
        answer = self.retrying.create_flow(**self.tenant.flow())
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2)
        self.assertEqual(len(self.tenant.effects("CreateFlow")), 1)

    def test_throttling_is_modelled(self):
        self.fault("throttle", retryAfterSeconds=7)
        answer = self.refused(
            self.appflow, "ThrottlingException", 429, self.appflow.create_flow, **self.tenant.flow()
        )
        self.assertEqual(answer["ResponseMetadata"]["HTTPHeaders"]["retry-after"], "7")

    def test_server_errors_are_retried(self):
        self.fault("serverError", times=1)
        answer = self.retrying.create_flow(**self.tenant.flow())
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
        self.fault("serverError", "DescribeFlow")
        self.refused(
            self.appflow, "InternalServerException", 500, self.appflow.describe_flow, flowName="accounts"
        )

    def test_a_web_page_is_no_answer(self):
        self.fault("html")
        answer = self.retrying.create_flow(**self.tenant.flow())
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)

    def test_a_lost_answer(self):
        self.fault("lostAnswer")
        with self.assertRaises(ConnectionClosedError):
            self.appflow.create_flow(**self.tenant.flow())
        self.assertEqual(len(self.tenant.effects("CreateFlow")), 1)

    def test_a_lost_answer_is_retried_with_its_client_token(self):
        self.fault("lostAnswer")
        answer = self.retrying.create_flow(**self.tenant.flow(clientToken="c-1"))
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
        self.assertEqual(len(self.tenant.effects("CreateFlow")), 1)

    def test_a_reset(self):
        self.fault("reset")
        with self.assertRaises(ConnectionClosedError):
            self.appflow.create_flow(**self.tenant.flow())
        self.assertEqual(self.tenant.effects("CreateFlow"), [])

    def test_a_connection_that_is_refused(self):
        self.fault("connectionRefused")
        with self.assertRaises(ConnectionClosedError):
            self.appflow.create_flow(**self.tenant.flow())
        self.assertEqual(self.tenant.effects("CreateFlow"), [])

    def test_a_truncated_answer(self):
        self.fault("truncated")
        with self.assertRaises(ConnectionClosedError) as caught:
            self.appflow.create_flow(**self.tenant.flow())
        self.assertIn("IncompleteRead", repr(caught.exception.__context__))
        self.assertEqual(len(self.tenant.effects("CreateFlow")), 1)

    def test_silence(self):
        self.fault("timeout")
        patient = self.tenant.clients()(
            "appflow", ONCE.merge(Config(read_timeout=0.3, connect_timeout=5))
        )
        with self.assertRaises(ReadTimeoutError):
            patient.create_flow(**self.tenant.flow())
        self.assertEqual(self.tenant.effects("CreateFlow"), [])

    def test_an_answer_that_comes_too_late(self):
        self.fault("slow", delayMs=60_000)
        patient = self.tenant.clients()(
            "appflow", ONCE.merge(Config(read_timeout=0.3, connect_timeout=5))
        )
        with self.assertRaises(ReadTimeoutError):
            patient.create_flow(**self.tenant.flow())
        self.assertEqual(len(self.tenant.effects("CreateFlow")), 1)

    def test_refusals_by_account(self):
        for effect, code, status in [
            ("deny", "AccessDeniedException", 403),
            ("expiredToken", "ExpiredTokenException", 403),
            ("quota", "ServiceQuotaExceededException", 402),
        ]:
            with self.subTest(effect):
                self.fault(effect)
                self.refused(self.appflow, code, status, self.appflow.create_flow, **self.tenant.flow())
        self.assertEqual(self.tenant.effects("CreateFlow"), [])


if __name__ == "__main__":
    run()
