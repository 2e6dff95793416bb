export const typeDefs = /* GraphQL */ `
  "Somebody, or a service, that has signed in on this tenant."
  type AdminUser {
    id: ID!
    type: String!
    displayName: String!
    email: String
    "The slugs of the groups that the token gave at the last sign-in, or when a service was last seen."
    groups: [String!]!
    "Whose tokens they last came with: the same id in another org is another person."
    issuer: String!
    createdOn: DateTime!
    "Null for a service: nobody signs in."
    lastLoginOn: DateTime
    "To the hour."
    lastSeenOn: DateTime
    "No token of theirs is taken."
    disabled: Boolean!
    "Counts the saves of this record, for ifVersion."
    version: Int!
  }

  input AdminUserWhereInput {
    id: ID
    email: String
    "admin (a person) unless told, or service."
    type: String
  }

  input AdminUserListWhereInput {
    "admin (people) unless told, or service."
    type: String
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
    listUsers(where: AdminUserListWhereInput): AdminUserListResponse!
  }

  type AdminUsersMutation {
    "From the next request on no token of this user, or service, is taken."
    disableUser(id: ID!, type: String, ifVersion: Int): AdminUserResponse!
    "People have to sign in anew."
    enableUser(id: ID!, type: String, ifVersion: Int): AdminUserResponse!
    "Whoever has this id in the caller's own org is from now on the person of this record."
    readmitUser(id: ID!, ifVersion: Int): AdminUserResponse!
  }

  extend type Query {
    adminUsers: AdminUsersQuery
  }

  extend type Mutation {
    adminUsers: AdminUsersMutation
  }
`
