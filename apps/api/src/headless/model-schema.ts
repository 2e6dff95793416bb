/** Content models as everybody may ask for them, as far as they may read them. */
export const modelTypeDefs = /* GraphQL */ `
  type CmsContentModelGroup {
    id: ID!
    name: String!
    slug: String!
    description: String
    icon: String
    createdOn: DateTime
    savedOn: DateTime
    createdBy: CmsIdentity
    "Whether it is defined in code, and so cannot be changed here."
    plugin: Boolean!
    "The models of the group that the caller may read."
    contentModels: [CmsContentModel!]!
    totalContentModels: Int!
    "Counts the saves of this group, for ifVersion."
    version: Int!
  }

  type CmsPredefinedValue {
    label: String
    value: String
    selected: Boolean
  }

  type CmsPredefinedValues {
    enabled: Boolean
    values: [CmsPredefinedValue!]
  }

  type CmsFieldRenderer {
    name: String
    settings: JSON
  }

  type CmsFieldValidation {
    name: String!
    message: String
    settings: JSON
  }

  type CmsContentModelField {
    id: ID!
    fieldId: String!
    storageId: String
    label: String!
    helpText: String
    placeholderText: String
    type: String!
    tags: [String!]
    multipleValues: Boolean
    predefinedValues: CmsPredefinedValues
    renderer: CmsFieldRenderer
    validation: [CmsFieldValidation!]
    listValidation: [CmsFieldValidation!]
    settings: JSON
    "Whether lists can be narrowed and sorted by it without reading on."
    indexState: CmsIndexState!
  }

  enum CmsIndexState {
    none
    building
    ready
    dropping
  }

  type CmsContentModel {
    modelId: ID!
    name: String!
    singularApiName: String!
    pluralApiName: String!
    group: CmsContentModelGroup!
    icon: String
    description: String
    tags: [String!]
    fields: [CmsContentModelField!]!
    layout: [[ID!]!]!
    titleFieldId: String
    descriptionFieldId: String
    imageFieldId: String
    createdOn: DateTime
    savedOn: DateTime
    createdBy: CmsIdentity
    "Whether it is defined in code, and so cannot be changed here."
    plugin: Boolean!
    "Counts the saves of this model, for ifVersion."
    version: Int!
  }

  type CmsContentModelResponse {
    data: CmsContentModel
    error: CmsError
  }

  type CmsContentModelListResponse {
    data: [CmsContentModel!]
    meta: CmsListMeta
    error: CmsError
  }

  extend type Query {
    getContentModel(modelId: ID!): CmsContentModelResponse!
    listContentModels: CmsContentModelListResponse!
  }
`

/** How their authors change them. */
export const manageModelTypeDefs = /* GraphQL */ `
  type CmsContentModelGroupResponse {
    data: CmsContentModelGroup
    error: CmsError
  }

  type CmsContentModelGroupListResponse {
    data: [CmsContentModelGroup!]
    meta: CmsListMeta
    error: CmsError
  }

  "A new group needs a name, and may choose its id. Of one that is there, what is absent stays as it is."
  input CmsContentModelGroupInput {
    id: ID
    name: String
    slug: String
    description: String
    icon: String
  }

  input CmsPredefinedValueInput {
    label: String!
    value: String!
    selected: Boolean
  }

  input CmsPredefinedValuesInput {
    enabled: Boolean
    values: [CmsPredefinedValueInput!]
  }

  input CmsFieldRendererInput {
    name: String
    settings: JSON
  }

  input CmsFieldValidationInput {
    name: String!
    message: String
    settings: JSON
  }

  input CmsContentModelFieldInput {
    id: ID!
    label: String!
    helpText: String
    placeholderText: String
    storageId: String
    fieldId: String!
    type: String!
    tags: [String!]
    multipleValues: Boolean
    predefinedValues: CmsPredefinedValuesInput
    renderer: CmsFieldRendererInput
    validation: [CmsFieldValidationInput!]
    listValidation: [CmsFieldValidationInput!]
    settings: JSON
  }

  "What is referred to: { id }, or the id alone."
  scalar RefInput

  input CmsContentModelCreateInput {
    name: String!
    singularApiName: String!
    pluralApiName: String!
    modelId: String
    group: RefInput!
    icon: String
    description: String
    layout: [[ID!]!]
    fields: [CmsContentModelFieldInput!]
    titleFieldId: String
    descriptionFieldId: String
    imageFieldId: String
    tags: [String!]
    "Begins with a title, a description and an image."
    defaultFields: Boolean
  }

  "What is absent is as in the original; names are never."
  input CmsContentModelCreateFromInput {
    name: String!
    singularApiName: String!
    pluralApiName: String!
    modelId: String
    group: RefInput!
    icon: String
    description: String
    "Another locale of the tenant."
    locale: String
  }

  input CmsContentModelUpdateInput {
    name: String
    singularApiName: String
    pluralApiName: String
    group: RefInput
    icon: String
    description: String
    layout: [[ID!]!]!
    fields: [CmsContentModelFieldInput!]!
    titleFieldId: String
    descriptionFieldId: String
    imageFieldId: String
    tags: [String!]
  }

  extend type Query {
    getContentModelGroup(id: ID!): CmsContentModelGroupResponse!
    listContentModelGroups: CmsContentModelGroupListResponse!
    "Models with their groups as a JSON text: those that are named, or all."
    exportStructure(models: [String!]): CmsExportStructureResponse!
  }

  "What exportStructure answers, as an object: { groups, models }."
  scalar CmsImportStructureInput

  type CmsExportStructureResponse {
    data: String
    error: CmsError
  }

  enum CmsImportStructureAction {
    create
    update
    none
  }

  type CmsImportStructureGroup {
    id: String
    name: String
  }

  type CmsImportStructureModel {
    modelId: String
    name: String
    group: String
  }

  type CmsImportStructureGroupResult {
    group: CmsImportStructureGroup!
    action: CmsImportStructureAction
    error: CmsError
    imported: Boolean
  }

  type CmsImportStructureModelResult {
    model: CmsImportStructureModel!
    "The models that its fields point to."
    related: [String!]
    action: CmsImportStructureAction
    error: CmsError
    imported: Boolean
  }

  type CmsImportStructureData {
    groups: [CmsImportStructureGroupResult!]!
    models: [CmsImportStructureModelResult!]!
    message: String
  }

  type CmsImportStructureResponse {
    data: CmsImportStructureData
    error: CmsError
  }

  extend type Mutation {
    createContentModelGroup(data: CmsContentModelGroupInput!): CmsContentModelGroupResponse!
    updateContentModelGroup(
      id: ID!
      data: CmsContentModelGroupInput!
      ifVersion: Int
    ): CmsContentModelGroupResponse!
    deleteContentModelGroup(id: ID!): CmsDeleteResponse!
    createContentModel(data: CmsContentModelCreateInput!): CmsContentModelResponse!
    createContentModelFrom(
      modelId: ID!
      data: CmsContentModelCreateFromInput!
    ): CmsContentModelResponse!
    updateContentModel(
      modelId: ID!
      data: CmsContentModelUpdateInput!
      ifVersion: Int
    ): CmsContentModelResponse!
    deleteContentModel(modelId: ID!): CmsDeleteResponse!
    "What importing would do. Nothing is written."
    validateImportStructure(data: CmsImportStructureInput!): CmsImportStructureResponse!
    "Of the models in data those that are named, or all, with the groups that they are in."
    importStructure(data: CmsImportStructureInput!, models: [String!]): CmsImportStructureResponse!
  }
`
