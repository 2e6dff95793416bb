export const typeDefs = /* GraphQL */ `
  "Who did something, as they were known then."
  type AuditActor {
    id: ID!
    type: String!
    displayName: String!
  }

  type AuditEvent {
    id: ID!
    at: DateTime!
    "Area, noun and verb, for example security.group.create."
    action: String!
    "The id of what it was done to; of an entry with its locale and model before it."
    target: String!
    by: AuditActor!
    "Its number in the tenant's chain of events. Null until it is sealed, about a minute later."
    sequence: Int
  }

  input AuditEventWhereInput {
    "An id, or a part of a name."
    by: String
    "What the action begins with."
    action: String
    "The whole target, or a part of it between slashes."
    target: String
    from: DateTime
    to: DateTime
  }

  type AuditEventPage {
    events: [AuditEvent!]!
    "For the page after this one, which may be there although this one is short or empty. Null: this is the last."
    cursor: String
  }

  type AuditError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type AuditEventPageResponse {
    data: AuditEventPage
    error: AuditError
  }

  type AuditQuery {
    "The last first; 25 unless told, 100 at most."
    listEvents(where: AuditEventWhereInput, limit: Int, after: String): AuditEventPageResponse!
  }

  extend type Query {
    audit: AuditQuery
  }
`
