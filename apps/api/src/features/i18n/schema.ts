export const typeDefs = /* GraphQL */ `
  "Who made a locale."
  type I18NCreatedBy {
    id: ID!
    type: String!
    displayName: String!
  }

  "A content space of its own: entries of two locales are not linked, and nothing falls back."
  type I18NLocale {
    code: String!
    default: Boolean
    createdOn: DateTime
    createdBy: I18NCreatedBy
  }

  type I18NInformationLocale {
    code: String!
    default: Boolean!
    current: Boolean!
  }

  type I18NCurrentLocale {
    context: String!
    locale: String!
  }

  "Which locales a client can choose from, and in which one it begins."
  type I18NInformationResponse {
    currentLocales: [I18NCurrentLocale!]!
    locales: [I18NInformationLocale!]!
  }

  "The code is for a new locale: it never changes, because content lies under it."
  input I18NLocaleInput {
    code: String
    default: Boolean
  }

  "With its own code or without one."
  input I18NLocaleUpdateInput {
    code: String
    default: Boolean
  }

  input I18NInstallInput {
    code: String!
  }

  type I18NError implements OperationError {
    code: String
    message: String
    data: JSON
  }

  type I18NLocaleResponse {
    data: I18NLocale
    error: I18NError
  }

  type I18NListMeta {
    "Null: a list has one page."
    cursor: String
    hasMoreItems: Boolean
    totalCount: Int
  }

  type I18NLocaleListResponse {
    data: [I18NLocale!]
    meta: I18NListMeta
    error: I18NError
  }

  type I18NQuery {
    "Null until the root tenant is installed."
    version: String
    getI18NLocale(code: String!): I18NLocaleResponse!
    "The default locale first. All of them, unless a limit is given."
    listI18NLocales(limit: Int): I18NLocaleListResponse!
    getI18NInformation: I18NInformationResponse!
  }

  type I18NMutation {
    "Makes this the default locale."
    install(data: I18NInstallInput!): BooleanResponse!
    createI18NLocale(data: I18NLocaleInput!): I18NLocaleResponse!
    updateI18NLocale(code: String!, data: I18NLocaleUpdateInput!): I18NLocaleResponse!
    "Only one that is not the default and has no models. Answers its code."
    deleteI18NLocale(code: String!): I18NLocaleResponse!
  }

  extend type Query {
    i18n: I18NQuery
  }

  extend type Mutation {
    i18n: I18NMutation
  }
`
