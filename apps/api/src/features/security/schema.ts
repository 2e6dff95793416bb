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

  input SecurityGroupWhereInput {
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

  type SecurityError {
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
    getGroup(where: SecurityGroupWhereInput!): SecurityGroupResponse!
    listGroups: SecurityGroupListResponse!
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
  }

  extend type Query {
    security: SecurityQuery
  }

  extend type Mutation {
    security: SecurityMutation
  }
`
