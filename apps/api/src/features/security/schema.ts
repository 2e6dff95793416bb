export const typeDefs = /* GraphQL */ `
  type SecurityGroup {
    id: ID!
    name: String!
    slug: String!
    createdOn: DateTime!
    description: String
    permissions: [JSON]!
    "Defined by the system: it cannot be deleted, and full-access not be changed."
    system: Boolean!
    plugin: Boolean
    "Counts the saves of this group, for ifVersion."
    version: Int!
  }

  input GetGroupWhereInput {
    id: ID
    slug: String
  }

  input SecurityGroupCreateInput {
    name: String!
    slug: String!
    description: String
    permissions: [JSON!]!
  }

  "What is absent stays as it is. The slug of a group never changes: tokens name it."
  input SecurityGroupUpdateInput {
    name: String
    description: String
    permissions: [JSON!]
  }

  type SecurityError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type SecurityGroupResponse {
    data: SecurityGroup
    error: SecurityError
  }

  type SecurityGroupListResponse {
    data: [SecurityGroup!]
    error: SecurityError
  }

  "Somebody as they were known when they did something."
  type SecurityCreatedBy {
    id: ID!
    type: String!
    displayName: String!
  }

  type SecurityApiKey {
    id: ID!
    name: String!
    description: String!
    """
    Only in the answer of createApiKey and rotateApiKey: nobody can read it again. Null also where
    these are repeated with the same Idempotency-Key: who lost the answer rotates the key.
    """
    token: String
    "The last four characters of the token."
    hint: String!
    permissions: [JSON]!
    createdOn: DateTime!
    createdBy: SecurityCreatedBy!
    "Null: it does not expire."
    expiresOn: DateTime
    "To the hour."
    lastUsedOn: DateTime
    "Counts the saves of this key, for ifVersion."
    version: Int!
  }

  """
  A new key needs a name and permissions. Of one that is there, what is absent stays as it is, and
  expiresOn null lets it live on.
  """
  input SecurityApiKeyInput {
    name: String
    description: String
    permissions: [JSON!]
    expiresOn: DateTime
  }

  type SecurityApiKeyResponse {
    data: SecurityApiKey
    error: SecurityError
  }

  type SecurityApiKeyListResponse {
    data: [SecurityApiKey!]
    error: SecurityError
  }

  interface SecurityIdentity {
    id: ID!
    type: String!
    displayName: String!
    permissions: [JSON!]!
    currentTenant: Tenant
    defaultTenant: Tenant
  }

  type OktaIdentity implements SecurityIdentity {
    id: ID!
    type: String!
    displayName: String!
    permissions: [JSON!]!
    currentTenant: Tenant
    defaultTenant: Tenant
    "The slugs that the token names, whether or not the tenant has such a group."
    groups: [String!]!
    email: String
  }

  type SecurityIdentityLoginResponse {
    data: SecurityIdentity
    error: SecurityError
  }

  type SecurityQuery {
    "Null until the root tenant is installed."
    version: String
    getGroup(where: GetGroupWhereInput!): SecurityGroupResponse!
    listGroups: SecurityGroupListResponse!
    getApiKey(id: ID!): SecurityApiKeyResponse!
    "Expired ones too, the newest first."
    listApiKeys: SecurityApiKeyListResponse!
  }

  type SecurityMutation {
    install: BooleanResponse!
    login: SecurityIdentityLoginResponse!
    "The token at hand is refused from now on."
    logout: BooleanResponse!
    "Every token that this user got before now is refused from now on."
    signOutEverywhere(userId: ID!): BooleanResponse!
    createGroup(data: SecurityGroupCreateInput!): SecurityGroupResponse!
    updateGroup(id: ID!, data: SecurityGroupUpdateInput!, ifVersion: Int): SecurityGroupResponse!
    deleteGroup(id: ID!): BooleanResponse!
    createApiKey(data: SecurityApiKeyInput!): SecurityApiKeyResponse!
    updateApiKey(id: ID!, data: SecurityApiKeyInput!, ifVersion: Int): SecurityApiKeyResponse!
    "Gives the key a new token; the old one stops at once."
    rotateApiKey(id: ID!, ifVersion: Int): SecurityApiKeyResponse!
    deleteApiKey(id: ID!, ifVersion: Int): BooleanResponse!
  }

  extend type Query {
    security: SecurityQuery
  }

  extend type Mutation {
    security: SecurityMutation
  }
`
