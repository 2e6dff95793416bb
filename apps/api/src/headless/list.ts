import { type EntryList, listEntries, type Model, type Stage } from '@tenantry/cms'
import { noteList } from '../cost.ts'
import type { ListOf } from './entry-arguments.ts'
import { respond } from './respond.ts'
import { selected, selects } from './selection.ts'

export type EntryPage = Pick<EntryList, 'entries' | 'meta'>

/** The resolver of a list of entries. */
export const list = (model: Model, { stage, Args }: { stage: Stage; Args: ListOf }) =>
  respond(Args, async (scope, page, _, info): Promise<EntryPage> => {
    // To count may cost as much as the page: only for who wants to know.
    const withTotal = ['totalCount', 'totalCountExact'].some((it) => selects(info, ['meta', it]))
    const shown = selected(info, ['data'])
    const listed = await listEntries(scope, model, { ...page, stage, withTotal, shown })
    noteList(scope.cost, info.fieldName, listed)
    return listed
  })
