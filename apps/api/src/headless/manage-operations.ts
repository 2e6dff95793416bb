import {
  createEntry,
  createEntryFrom,
  deleteEntries,
  deleteEntry,
  getEntriesByIds,
  getEntry,
  getEntryRevisions,
  type Model,
  moveEntry,
  publishEntry,
  republishEntry,
  restoreEntryFromBin,
  unpublishEntry,
  updateEntry,
  validateEntry,
} from '@tenantry/cms'
import * as Args from './entry-arguments.ts'
import { list } from './list.ts'
import { respond } from './respond.ts'

const List = Args.listOf(100)

/** How editors read and write the entries of a model. */
export const manageOperations = (model: Model) => ({
  Query: queries(model),
  Mutation: { ...savings(model), ...publications(model), ...removals(model) },
})

const queries = (model: Model) => {
  const { singularApiName: One, pluralApiName: Many } = model
  return {
    [`get${One}`]: respond(Args.Which, (scope, which) => getEntry(scope, model, which)),
    [`get${One}Revisions`]: respond(Args.ById, (scope, id) => getEntryRevisions(scope, model, id)),
    [`get${Many}ByIds`]: respond(Args.ByRevisions, (scope, { revisions }) =>
      getEntriesByIds(scope, model, revisions),
    ),
    [`list${Many}`]: list(model, { stage: 'latest', Args: List }),
    [`listDeleted${Many}`]: list(model, { stage: 'bin', Args: List }),
  }
}

const savings = (model: Model) => {
  const { singularApiName: One } = model
  return {
    [`create${One}`]: respond(Args.Create, (scope, { data, options }, key) =>
      createEntry(scope, model, { data, ...options, ...key }),
    ),
    [`create${One}From`]: respond(Args.CreateFrom, (scope, { options, ...from }, key) =>
      createEntryFrom(scope, model, { ...from, ...options, ...key }),
    ),
    [`update${One}`]: respond(Args.Update, (scope, { options, ...update }, key) =>
      updateEntry(scope, model, { ...update, ...options, ...key }),
    ),
    [`validate${One}`]: respond(Args.Validate, (scope, entry) =>
      validateEntry(scope, model, entry),
    ),
    [`move${One}`]: respond(Args.Move, async (scope, entry, key) => {
      await moveEntry(scope, model, { ...entry, ...key })
      return true
    }),
  }
}

const publications = (model: Model) => {
  const operations = {
    publish: publishEntry,
    republish: republishEntry,
    unpublish: unpublishEntry,
  }
  return Object.fromEntries(
    Object.entries(operations).map(([name, useCase]) => [
      `${name}${model.singularApiName}`,
      respond(Args.Publish, (scope, { revision, options }, key) =>
        useCase(scope, model, { revision, ...options, ...key }),
      ),
    ]),
  )
}

const removals = (model: Model) => {
  const { singularApiName: One, pluralApiName: Many } = model
  return {
    [`delete${One}`]: respond(Args.Delete, (scope, { revision, options }, key) =>
      deleteEntry(scope, model, { revision, ...options, ...key }),
    ),
    [`restore${One}FromBin`]: respond(Args.ByRevision, (scope, entry, key) =>
      restoreEntryFromBin(scope, model, { ...entry, ...key }),
    ),
    [`deleteMultiple${Many}`]: respond(Args.Entries, async (scope, { entries }, key) => {
      await deleteEntries(scope, model, { entries, ...key })
      return entries.map((id) => ({ id }))
    }),
  }
}
