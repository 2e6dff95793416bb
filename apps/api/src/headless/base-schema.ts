import { filters } from './fields.ts'

/** What the content of every tenant has in common, on all endpoints. */
export const baseTypeDefs = /* GraphQL */ `
  scalar JSON
  scalar Number
  "A day, as 2030-01-31."
  scalar Date
  "A time of day, as 23:59:00."
  scalar Time
  "A moment in UTC, as ISO 8601."
  scalar DateTime
  "A moment with its time zone, as ISO 8601."
  scalar DateTimeZ

  type Query

  type CmsError {
    code: String
    message: String
    data: JSON
    "Null: what went on inside is for the logs, not for callers."
    stack: String
  }

  type CmsIdentity {
    id: ID
    displayName: String
    type: String
  }

  type CmsListMeta {
    "Null on the last page."
    cursor: String
    hasMoreItems: Boolean
    "Counted only if it is selected."
    totalCount: Int
    "False: there are more than totalCount."
    totalCountExact: Boolean
  }

  type RefField {
    modelId: String!
    id: ID!
    entryId: String!
  }

  input RefFieldWhereInput {
    ${[...filters('id', 'id', 'ID'), ...filters('entryId', 'id', 'String')].join('\n    ')}
  }
`

/** What only editors have. */
export const manageTypeDefs = /* GraphQL */ `
  type Mutation

  enum CmsEntryStatusType {
    latest
    published
  }

  enum SkipValidatorEnum {
    required
    minLength
    maxLength
    pattern
    gte
    lte
    in
    dateGte
    dateLte
    timeGte
    timeLte
    unique
  }

  input CreateCmsEntryOptionsInput {
    skipValidators: [SkipValidatorEnum!]
  }

  input CreateRevisionCmsEntryOptionsInput {
    skipValidators: [SkipValidatorEnum!]
  }

  input UpdateCmsEntryOptionsInput {
    skipValidators: [SkipValidatorEnum!]
    "Fails with CONFLICT if meta.recordVersion is another by now."
    ifVersion: Int
  }

  input CmsPublishEntryOptionsInput {
    ifVersion: Int
  }

  input CmsDeleteEntryOptions {
    force: Boolean
    "Not into the bin, from which it could come back."
    permanently: Boolean
  }

  "What saving would refuse about the value of a field."
  type CmsEntryValidationResponseData {
    error: String!
    id: String!
    fieldId: String!
    parents: [String!]!
    storageId: String!
  }

  type CmsEntryValidationResponse {
    "Empty: nothing."
    data: [CmsEntryValidationResponseData!]
    error: CmsError
  }

  type CmsDeleteResponse {
    data: Boolean
    error: CmsError
  }

  type CmsDeleteMultipleDataResponse {
    id: ID!
  }

  type CmsDeleteMultipleResponse {
    data: [CmsDeleteMultipleDataResponse!]
    error: CmsError
  }

  input RefFieldInput {
    modelId: ID!
    "With the revision: entryId#0001."
    id: ID!
  }

  type WbyAcoLocation {
    folderId: ID
  }

  input WbyAcoLocationInput {
    folderId: ID!
  }

  input WbyAcoLocationWhereInput {
    ${filters('folderId', 'id', 'ID').join('\n    ')}
  }
`
