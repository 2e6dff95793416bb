/** What every feature's schema builds on. */
export const typeDefs = /* GraphQL */ `
  scalar JSON
  "A moment in UTC, as ISO 8601."
  scalar DateTime

  type Query
  type Mutation

  type BooleanError {
    code: String
    message: String
    data: JSON
  }

  type BooleanResponse {
    data: Boolean
    error: BooleanError
  }
`
