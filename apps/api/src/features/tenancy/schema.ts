export const typeDefs = /* GraphQL */ `
  enum TenantStatus {
    ACTIVE
    DISABLED
  }

  enum TokenUse {
    ACCESS
    ID
  }

  enum GroupNames {
    PLAIN
    QUALIFIED
  }

  type TenantDomain {
    fqdn: String!
  }

  "Where the people of a tenant sign in. An empty issuer or audience is the deployment's own."
  type TenantOkta {
    issuer: String
    audience: String
    tokenUse: TokenUse!
    serviceClientIds: [String!]!
    "QUALIFIED: another tenant names the same client, so only <tenantId>:<group> counts."
    groupNames: GroupNames!
  }

  type TenantSettings {
    appClientId: String!
    domains: [TenantDomain!]!
    "Null for callers who may not read tenants."
    okta: TenantOkta
  }

  type Tenant {
    id: ID!
    name: String!
    description: String!
    parent: ID
    tags: [String!]!
    settings: TenantSettings!
    status: TenantStatus!
    createdOn: DateTime!
    "Counts the saves of this tenant, for ifVersion."
    version: Int!
  }

  "What a browser needs to sign somebody in, before anybody is signed in."
  type TenantSignIn {
    tenantId: ID!
    name: String!
    issuer: String!
    clientId: String!
    scopes: [String!]!
    "Which of its tokens the browser sends to the API."
    tokenUse: TokenUse!
    status: TenantStatus!
  }

  input TenantDomainInput {
    fqdn: String!
  }

  input TenantOktaInput {
    issuer: String
    audience: String
    tokenUse: TokenUse
    serviceClientIds: [String!]
  }

  input TenantSettingsInput {
    appClientId: String!
    domains: [TenantDomainInput!]
    okta: TenantOktaInput
  }

  input CreateTenantInput {
    "A slug of 2 to 40 characters a-z, 0-9 and -; without it the tenant gets 24 hex digits."
    id: ID
    name: String!
    description: String!
    tags: [String!]!
    settings: TenantSettingsInput!
  }

  input UpdateTenantInput {
    name: String!
    description: String!
    tags: [String!]!
    settings: TenantSettingsInput!
  }

  input GetTenantWhereInput {
    id: ID!
  }

  type TenancyError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type TenantResponse {
    data: Tenant
    error: TenancyError
  }

  type TenantListResponse {
    data: [Tenant!]
    error: TenancyError
  }

  enum OktaCheckStatus {
    PASS
    FAIL
    SKIPPED
  }

  type OktaConnectionCheck {
    id: ID!
    label: String!
    status: OktaCheckStatus!
    "What was found."
    detail: String!
    "What to do about it; only of what failed."
    remedy: String
  }

  "Whether people could sign in on the current tenant, as its org answers at this moment."
  type OktaConnectionReport {
    issuer: String!
    clientId: String!
    checkedOn: DateTime!
    "In the order in which they are best put right."
    checks: [OktaConnectionCheck!]!
  }

  type OktaConnectionReportResponse {
    data: OktaConnectionReport
    error: TenancyError
  }

  enum OktaServer {
    "The org's own: only its ID tokens can be verified."
    ORG
    CUSTOM
  }

  type IssuerPreview {
    "As it would be stored and as tokens name it; null if it can be none here."
    issuer: String
    server: OktaServer
    "Why it can be none."
    reason: String
  }

  type IssuerPreviewResponse {
    data: IssuerPreview
    error: TenancyError
  }

  type TenancyQuery {
    "Null until the root tenant is installed."
    version: String
    appClientId: String
    signIn: TenantSignIn!
    getDefaultTenant: TenantResponse!
    getTenant(where: GetTenantWhereInput!): TenantResponse!
    "The children of the current tenant."
    listTenants: TenantListResponse!
    """
    Asks the tenant's Okta org, without a credential, what a browser would ask it. The origin is that of
    the pages that people sign in on; without it only what needs none is looked at.
    """
    getOktaConnection(origin: String): OktaConnectionReportResponse!
    "What a pasted issuer becomes. Nothing is asked or stored."
    previewIssuer(issuer: String!): IssuerPreviewResponse!
  }

  type TenancyMutation {
    install: BooleanResponse!
    createTenant(data: CreateTenantInput!): TenantResponse!
    updateTenant(id: ID!, data: UpdateTenantInput!, ifVersion: Int): TenantResponse!
    deleteTenant(id: ID!): BooleanResponse!
    disableTenant(id: ID!): TenantResponse!
    enableTenant(id: ID!): TenantResponse!
  }

  extend type Query {
    tenancy: TenancyQuery
  }

  extend type Mutation {
    tenancy: TenancyMutation
  }
`
