import { dayAt, idsFrom } from '@tenantry/dynamo'

export const DAY_MS = 24 * 60 * 60 * 1000
/** Where nothing is sealed yet, the log is looked for this far back. */
export const LOOK_BACK_MS = 7 * DAY_MS

const startOf = (day: string) => Date.parse(`${day}T00:00:00.000Z`)
export const dayBefore = (day: string): string => dayAt(startOf(day) - DAY_MS)
const dayAfter = (day: string) => dayAt(startOf(day) + DAY_MS)

/** What all ids of a day sort behind. */
export const idsOf = (day: string): string => idsFrom(startOf(day))

/** What all ids of a day sort before. */
export const idsUntil = (day: string): string => idsFrom(startOf(dayAfter(day)))

/** The days from one to another, both included, the first one first. */
export function* daysFrom(first: string, last: string): Generator<string> {
  for (let day = first; day <= last; day = dayAfter(day)) yield day
}
