/** Which events are shown, as the address says. */
export interface AuditSearch {
  /** An id, or a part of a name. */
  by?: string
  /** What the action begins with. */
  action?: string
  target?: string
  /** Days such as 2030-01-31, both included, as this browser counts them. */
  from?: string
  to?: string
  /** Where the page before ended. */
  after?: string
}

const DAY = /^\d{4}-\d\d-\d\d$/

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const text = (name: string) => {
    const value = search[name]
    // An address may hold a number where an id has digits only.
    const read = typeof value === 'number' ? String(value) : value
    return typeof read === 'string' && read.trim() ? { [name]: read } : {}
  }
  const day = (name: string) => {
    const value = search[name]
    const isDay = typeof value === 'string' && DAY.test(value) && !Number.isNaN(startOf(value))
    return isDay ? { [name]: value } : {}
  }
  return {
    ...text('by'),
    ...text('action'),
    ...text('target'),
    ...day('from'),
    ...day('to'),
    ...text('after'),
  }
}

export type AuditChange = { [K in keyof AuditSearch]?: AuditSearch[K] | undefined }

/** Another choice begins at the first page again: a cursor belongs to one list. */
export function narrowed(search: AuditSearch, change: AuditChange): AuditSearch {
  return readAuditSearch({ ...search, after: undefined, ...change })
}

/** The choice as the API takes it: days become the moments at which they begin and end here. */
export function whereOf({ by, action, target, from, to }: AuditSearch) {
  return {
    by,
    action,
    target,
    from: from && new Date(startOf(from)).toISOString(),
    to: to && new Date(endOf(to)).toISOString(),
  }
}

const startOf = (day: string) => new Date(`${day}T00:00:00`).getTime()

function endOf(day: string): number {
  const next = new Date(startOf(day))
  // Not 24 hours: a day may have 23 or 25.
  next.setDate(next.getDate() + 1)
  return next.getTime() - 1
}
