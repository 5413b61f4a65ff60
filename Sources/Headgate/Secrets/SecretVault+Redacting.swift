package import AWSClient
import WorkQueue

/// What the queue stores for our operations passes the vault.
extension SecretVault: Redacting {}
