/** What every feature's schema builds on. */
export const typeDefs = /* GraphQL */ `
  scalar JSON
  "A moment in UTC, as ISO 8601."
  scalar DateTime

  type Query
  type Mutation

  "How an operation refuses. Each area has a type of its own, with these fields."
  interface OperationError {
    code: String
    message: String
    data: JSON
  }

  type BooleanError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type BooleanResponse {
    data: Boolean
    error: BooleanError
  }
`
