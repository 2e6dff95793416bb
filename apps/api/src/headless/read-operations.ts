import { type Entry, getEntry, listEntries, type Model } from '@tenantry/cms'
import { AppError } from '@tenantry/errors'
import { noteList } from '../cost.ts'
import type { HeadlessScope } from './context.ts'
import { GetWhere, listOf } from './entry-arguments.ts'
import type { SchemaOf } from './entry-schema.ts'
import { list } from './list.ts'
import { entryIdOf } from './references.ts'
import { respond } from './respond.ts'

const List = listOf(1000)

/** How front ends get entries: what is public on read, what editors last saved on preview. */
export function readOperations(model: Model, { endpoint }: Pick<SchemaOf, 'endpoint'>) {
  const stage = endpoint === 'read' ? 'published' : 'latest'
  return {
    Query: {
      [`get${model.singularApiName}`]: respond(GetWhere, (scope, { where }) =>
        getOne(scope, model, { where, stage }),
      ),
      [`list${model.pluralApiName}`]: list(model, { stage, Args: List }),
    },
  }
}

interface Wish {
  where: Record<string, unknown>
  stage: 'latest' | 'published'
}

/** By its id it is two reads; by a value the first of a list. */
async function getOne(scope: HeadlessScope, model: Model, { where, stage }: Wish): Promise<Entry> {
  const { id, entryId, ...others } = where
  const known = id ?? entryId
  if (typeof known === 'string' && Object.keys(others).length === 0) {
    const entry = await getEntry(scope, model, { entryId: entryIdOf(known), status: stage })
    if (isAsked(entry, where)) return entry
  } else {
    const listed = await listEntries(scope, model, { stage, where, limit: 1 })
    noteList(scope.cost, `get${model.singularApiName}`, listed)
    if (listed.entries[0]) return listed.entries[0]
  }
  throw new AppError('NOT_FOUND', 'Entry was not found!')
}

/** Another revision of the same entry is not what was asked for: it may be a draft. */
const isAsked = (entry: Entry, { id, entryId }: Wish['where']): boolean =>
  (id === undefined || id === null || entry.id === id) &&
  (entryId === undefined || entryId === null || entry.entryId === entryId)
