import {
  createEntry,
  createEntryFrom,
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
import { repeatable, respond } from './respond.ts'

const MAX_LIMIT = 100

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
    [`list${Many}`]: list(model, { stage: 'latest', maxLimit: MAX_LIMIT }),
    [`listDeleted${Many}`]: list(model, { stage: 'bin', maxLimit: MAX_LIMIT }),
  }
}

const savings = (model: Model) => {
  const { singularApiName: One } = model
  return {
    [`create${One}`]: respond(Args.Create, (scope, { data, options }, info) =>
      createEntry(scope, model, { data, ...options, ...repeatable(scope, info) }),
    ),
    [`create${One}From`]: respond(Args.CreateFrom, (scope, { options, ...from }, info) =>
      createEntryFrom(scope, model, { ...from, ...options, ...repeatable(scope, info) }),
    ),
    [`update${One}`]: respond(Args.Update, (scope, { options, ...update }, info) =>
      updateEntry(scope, model, { ...update, ...options, ...repeatable(scope, info) }),
    ),
    [`validate${One}`]: respond(Args.Validate, (scope, entry) =>
      validateEntry(scope, model, entry),
    ),
    [`move${One}`]: respond(Args.Move, (scope, entry, info) =>
      moveEntry(scope, model, { ...entry, ...repeatable(scope, info) }),
    ),
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
      respond(Args.Publish, (scope, { revision, options }, info) =>
        useCase(scope, model, { revision, ...options, ...repeatable(scope, info) }),
      ),
    ]),
  )
}

const removals = (model: Model) => {
  const { singularApiName: One, pluralApiName: Many } = model
  return {
    [`delete${One}`]: respond(Args.Delete, (scope, { revision, options }, info) =>
      deleteEntry(scope, model, { revision, ...options, ...repeatable(scope, info) }),
    ),
    [`restore${One}FromBin`]: respond(Args.ByRevision, (scope, entry, info) =>
      restoreEntryFromBin(scope, model, { ...entry, ...repeatable(scope, info) }),
    ),
    [`deleteMultiple${Many}`]: respond(Args.Entries, async (scope, { entries }) => {
      // One after the other: each is a write of its own, and what is gone stays gone.
      for (const revision of entries) await deleteEntry(scope, model, { revision })
      return entries.map((id) => ({ id }))
    }),
  }
}
