/// The requests to STS and S3, Headgate's own kind, and Headgate's own members of AppFlow's requests, in the
/// form of the generated model.
///
/// What a tenant's row knows (role, external id) is optional here; so is a bucket's policy, because AppFlow's
/// statement is merged into whatever policy the bucket has.
enum HandwrittenModel {
  static let json = ##"""
    {"kinds":{
    "assume-role":{"shape":"AssumeRoleRequest","own":{"verifyExternalId":"Boolean"}},
    "put-bucket-policy":{"shape":"PutBucketPolicyRequest"},
    "refresh-connector-profile":{"shape":"RefreshConnectorProfileRequest"},
    "create-connector-profile":{"own":{"onConflict":"OnConflict"}},
    "create-flow":{"own":{"onConflict":"OnConflict"}},
    "start-flow":{"own":{"wait":"Boolean","onConflict":"OnRunningConflict"}},
    "stop-flow":{"own":{"cancelRunning":"Boolean"}},
    "delete-flow":{"own":{"cancelRunning":"Boolean"}}},
    "shapes":{
    "OnRunningConflict":{"type":"string","enum":["wait","attach","fail"]},
    "OnConflict":{"type":"string","enum":["fail","update","adopt"]},
    "AssumeRoleRequest":{"type":"structure","members":{"RoleArn":"RoleArn","RoleSessionName":"RoleSessionName","ExternalId":"ExternalId","DurationSeconds":"RoleDurationSeconds"}},
    "RoleArn":{"type":"string","min":20,"max":2048,"pattern":"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+"},
    "RoleSessionName":{"type":"string","min":2,"max":64,"pattern":"[\\w+=,.@-]*"},
    "ExternalId":{"type":"string","min":2,"max":1224,"pattern":"[\\w+=,.@:/-]*"},
    "RoleDurationSeconds":{"type":"integer","min":900,"max":43200},
    "PutBucketPolicyRequest":{"type":"structure","required":["Bucket"],"members":{"Bucket":"S3Bucket","Policy":"S3BucketPolicy","ExpectedBucketOwner":"AccountId"}},
    "S3Bucket":{"type":"string","min":3,"max":63,"pattern":"[a-z0-9][a-z0-9.-]*[a-z0-9]"},
    "S3BucketPolicy":{"type":"string","min":2,"max":20480},
    "AccountId":{"type":"string","pattern":"[0-9]{12}"},
    "RefreshConnectorProfileRequest":{"type":"structure","required":["connectorProfileName","tokenUrl","grantType","clientId"],"members":{"connectorProfileName":"ConnectorProfileName","tokenUrl":"RefreshTokenUrl","grantType":"RefreshGrantType","clientId":"RefreshText","clientSecret":"RefreshSecret","username":"RefreshText","password":"RefreshSecret","refreshToken":"RefreshSecret","privateKey":"RefreshSecret","audience":"RefreshText","clientCredentialsArn":"RefreshText"}},
    "RefreshTokenUrl":{"type":"string","max":256,"pattern":"https?://\\S+"},
    "RefreshGrantType":{"type":"string","enum":["password","refresh_token","urn:ietf:params:oauth:grant-type:jwt-bearer"]},
    "RefreshText":{"type":"string","min":1,"max":512},
    "RefreshSecret":{"type":"string","min":1,"max":16384,"secret":true}}}
    """##
}
