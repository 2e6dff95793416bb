export const typeDefs = /* GraphQL */ `
  "Content itself is served at /cms/manage, /cms/preview and /cms/read."
  type CmsQuery {
    "Null until the root tenant is installed."
    version: String
  }

  type CmsMutation {
    install: BooleanResponse!
  }

  extend type Query {
    cms: CmsQuery
  }

  extend type Mutation {
    cms: CmsMutation
  }
`
