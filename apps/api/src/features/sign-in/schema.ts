export const typeDefs = /* GraphQL */ `
  enum ClaimOperator {
    EQUALS
    CONTAINS
    PREFIX
    "A pattern for the whole value: * is any text, ? one character."
    MATCHES
    "Needs no value."
    EXISTS
  }

  "Who has this in their token is in that group. All rules that match count."
  type GroupRule {
    "A claim by its name, or a path through nested ones: address.country"
    claim: String!
    operator: ClaimOperator!
    value: String
    "A slug. {value} stands for the value that matched, {1} for what the first * of MATCHES matched."
    group: String!
  }

  "Where in the token something about a person stands."
  type ClaimAttribute {
    claim: String!
    "displayName, email, firstName or lastName."
    property: String!
    "Who lacks the claim is refused: CLAIM_MISSING."
    required: Boolean!
  }

  "What must hold beside a valid token. All policies count; of a list one entry has to fit."
  type AccessPolicy {
    "For these permissions only, e.g. security.*; an empty list: for every request."
    permissions: [String!]!
    "For people, since they signed in: TOKEN_TOO_OLD."
    maxTokenAgeSeconds: Int
    "For people: one of these methods, e.g. mfa. Else STEP_UP_REQUIRED."
    amr: [String!]!
    "For people: one of these levels, e.g. urn:okta:loa:2fa:any. Else STEP_UP_REQUIRED."
    acr: [String!]!
    "For every credential: CIDR blocks, e.g. 203.0.113.0/24. Else NETWORK_NOT_ALLOWED."
    networks: [String!]!
  }

  type SignInRules {
    "Empty: the claim that the deployment is configured with names the groups."
    groupRules: [GroupRule!]!
    attributes: [ClaimAttribute!]!
    policies: [AccessPolicy!]!
  }

  type SignInSettings {
    "What counts."
    active: SignInRules!
    "Null: there is none."
    draft: SignInRules
    "Counts the saves of the draft, for ifVersion."
    version: Int!
    "Null: nothing was ever activated."
    activatedOn: DateTime
  }

  input GroupRuleInput {
    claim: String!
    operator: ClaimOperator!
    value: String
    group: String!
  }

  input ClaimAttributeInput {
    claim: String!
    property: String!
    required: Boolean!
  }

  input AccessPolicyInput {
    permissions: [String!]
    maxTokenAgeSeconds: Int
    amr: [String!]
    acr: [String!]
    networks: [String!]
  }

  "The whole of it: what is absent will not be there."
  input SignInRulesInput {
    groupRules: [GroupRuleInput!]
    attributes: [ClaimAttributeInput!]
    policies: [AccessPolicyInput!]
  }

  type SignInSettingsResponse {
    data: SignInSettings
    error: TenancyError
  }

  type TriedRule {
    claim: String!
    operator: ClaimOperator!
    value: String
    group: String!
    matched: Boolean!
    "In a sentence, why it matched or did not."
    reason: String!
    "The groups that it gives."
    groups: [String!]!
  }

  type NamedGroup {
    slug: String!
    "Whether the tenant has such a group: else it gives nothing."
    found: Boolean!
  }

  enum GroupSource {
    "The rules of the tenant."
    RULES
    "The claim that the deployment is configured with."
    CLAIM
    "An API key is a group of its own."
    KEY
  }

  "Permissions that the credential does not unlock, whatever the groups say."
  type WithheldPermissions {
    permissions: [String!]!
    code: String!
    message: String!
  }

  type AccessExplanation {
    "Whether a request with this credential is served at all."
    admitted: Boolean!
    "Why not: the code and the message of the answer."
    code: String
    message: String
    "The same in more detail, for who sets this up: it is not told to the sender."
    reason: String
    id: ID
    type: String
    displayName: String
    email: String
    groupsFrom: GroupSource
    "In the order of the settings; empty where the groups are not from rules."
    rules: [TriedRule!]!
    groups: [NamedGroup!]!
    permissions: [JSON!]!
    withheld: [WithheldPermissions!]!
  }

  type AccessExplanationResponse {
    data: AccessExplanation
    error: TenancyError
  }

  type RefusedClaim {
    name: String!
    "Only of claims that rules, attributes or policies look at; e-mail addresses are cut."
    values: [String!]
  }

  "Why somebody had no access, for 24 hours."
  type AccessRefusal {
    "What the person was shown."
    code: String!
    refusedOn: DateTime!
    "The code and the message of the answer; null: signed in, but in no group."
    error: String
    message: String!
    id: ID!
    claims: [RefusedClaim!]!
    groupsFrom: GroupSource!
    "The first 100."
    rules: [TriedRule!]!
    "Groups that the token gives and the tenant does not have."
    missingGroups: [String!]!
  }

  type AccessRefusalResponse {
    data: AccessRefusal
    error: TenancyError
  }

  extend type TenantOkta {
    "The active rules. Empty: a claim that the deployment is configured with names the groups."
    groupRules: [GroupRule!]!
    attributes: [ClaimAttribute!]!
  }

  extend type OktaIdentity {
    "For somebody in no group: by this code an administrator finds out why (getRefusal)."
    refusal: String
  }

  extend type TenancyQuery {
    getSignInSettings: SignInSettingsResponse!
    """
    What a request with this credential would be answered, and why. Instead of a token, claims: what
    they leave out is assumed to be as with a person of this tenant. draft: as if it were active.
    address: where the request comes from, by default from where this one does.
    """
    explainAccess(
      token: String
      claims: JSON
      draft: Boolean
      address: String
    ): AccessExplanationResponse!
    "Why somebody had no access, by the code that they were shown."
    getRefusal(code: String!): AccessRefusalResponse!
  }

  extend type TenancyMutation {
    saveSignInDraft(data: SignInRulesInput!, ifVersion: Int): SignInSettingsResponse!
    discardSignInDraft(ifVersion: Int): SignInSettingsResponse!
    """
    Makes the draft count, from the next request on. ESCALATION_REFUSED: a new rule gives more than
    you hold. WOULD_LOCK_OUT: you could not take it back.
    """
    activateSignIn(ifVersion: Int): SignInSettingsResponse!
  }
`
