export { backfillIndexes } from './backfill.ts'
export { indexStateOf, type Kind, kindOf } from './columns.ts'
export { installDefinitions } from './definition-install.ts'
export {
  type CheckedDefinitions,
  checkDefinitions,
  defineModel,
  defineModelGroup,
  type Definitions,
} from './definitions.ts'
export {
  type ContentEntry,
  getContentEntries,
  type NamedEntry,
  searchContentEntries,
} from './content-entries.ts'
export type { Entry, Status } from './entry.ts'
export { SETTABLE_TIMES } from './entry-data.ts'
export { publishEntry, republishEntry, unpublishEntry } from './entry-publishing.ts'
export { deleteEntries, deleteEntry, restoreEntryFromBin } from './entry-removal.ts'
export {
  createEntry,
  createEntryFrom,
  getEntriesByIds,
  getEntriesOf,
  getEntry,
  getEntryRevisions,
  moveEntry,
  updateEntry,
  validateEntry,
} from './entries.ts'
export {
  type DatetimeKind,
  datetimeKind,
  type Field,
  FIELD_TYPES,
  type FieldType,
  LIST_VALIDATORS,
  type Template,
  type Validator,
  VALIDATORS,
} from './fields.ts'
export type { Stage } from './keys.ts'
export { type EntryList, type ListArguments, listEntries } from './list-entries.ts'
export {
  createLocale,
  deleteLocale,
  getLocale,
  installLocale,
  listLocaleCodes,
  listLocales,
  type Locale,
  resolveSpace,
  updateLocale,
} from './locales.ts'
export { type Meta, META_PEOPLE, META_TIMES } from './meta.ts'
export type { Model, ModelGroup } from './model.ts'
export { createModelFrom } from './model-copy.ts'
export {
  createModelGroup,
  deleteModelGroup,
  getModelGroup,
  listModelGroups,
  updateModelGroup,
} from './model-groups.ts'
export { findModelsVersion, loadModelSpace, type ModelSpace } from './model-space.ts'
export { API_OPERATIONS, operationsOf } from './names.ts'
export { createModel, deleteModel, getModel, listModels, updateModel } from './models.ts'
export { branchesOf, placedIn } from './nesting.ts'
export { SORTABLE } from './order.ts'
export type { StoredIdentity } from './people.ts'
export { htmlOf } from './rich-text-html.ts'
export { isSingleton } from './singleton.ts'
export { getSingleton, updateSingleton } from './singleton-entry.ts'
export { exportStructure } from './structure.ts'
export { importStructure, validateImportStructure } from './structure-import.ts'
export { OPERATORS } from './where.ts'
export { dropWords, indexWords } from './words.ts'
