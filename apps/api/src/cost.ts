import type { EntryList } from '@tenantry/cms'
import { type Meter, newMeter } from '@tenantry/dynamo'
import type { ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { logger } from './log.ts'

/** What a request has taken so far. */
export interface Cost {
  dynamo: Meter
  lists: ListCost[]
}

/** How one list was read: the paths that raced, the winner with a star, and the rows that they read. */
export interface ListCost {
  list: string
  plan: string
  evaluated: number
  returned: number
}

export const newCost = (): Cost => ({ dynamo: newMeter(), lists: [] })

/** Notes what a list took. */
export function noteList({ lists }: Cost, list: string, { cost, entries }: EntryList): void {
  lists.push({ list, plan: cost.plan, evaluated: cost.rows, returned: entries.length })
}

interface Costly {
  cost: Cost
  /** Whether its caller may know what it took: it tells of entries that they may not read. */
  showCost: boolean
  requestId: string
}

/** Logs how lists were read, and says in `extensions.cost` what the whole request took where that is shown. */
export const costs: Plugin<Costly> = {
  onExecute: ({ args: { contextValue } }) => ({
    onExecuteDone({ result, setResult }) {
      const { cost, showCost, requestId }: Costly = contextValue
      const { dynamo, lists: plan } = cost
      if (plan.length > 0) logger.info('Listed.', { requestId, dynamo, plan })
      if (showCost && !(Symbol.asyncIterator in result))
        setResult(withCost(result, { dynamo, plan }))
    },
  }),
}

const withCost = (result: ExecutionResult, cost: object): ExecutionResult => ({
  ...result,
  extensions: { ...result.extensions, cost },
})
