export const typeDefs = /* GraphQL */ `
  "Somebody, or a service, that has signed in on this tenant."
  type AdminUser {
    id: ID!
    type: String!
    displayName: String!
    email: String
    "The slugs of the groups that the token gave at the last sign-in."
    groups: [String!]!
    createdOn: DateTime!
    lastLoginOn: DateTime!
  }

  input AdminUserWhereInput {
    id: ID
    email: String
  }

  type AdminUsersError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type AdminUserResponse {
    data: AdminUser
    error: AdminUsersError
  }

  type AdminUserListResponse {
    data: [AdminUser!]
    error: AdminUsersError
  }

  type AdminUsersQuery {
    getUser(where: AdminUserWhereInput!): AdminUserResponse!
    getCurrentUser: AdminUserResponse!
    listUsers: AdminUserListResponse!
  }

  extend type Query {
    adminUsers: AdminUsersQuery
  }
`
