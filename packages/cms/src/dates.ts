export const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** Seconds may be left out. */
export const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/
export const WITH_ZONE = /(Z|[+-]\d{2}:?\d{2})$/

/** A day that the calendar has: there is no 30 February. */
export const isDate = (text: string): boolean =>
  DATE.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

/** A point in time of the years 1 to 9999, whose ISO form keeps the order. */
export function isInstant(text: string): boolean {
  const time = Date.parse(text)
  if (!INSTANT.test(text) || Number.isNaN(time) || !isDate(text.slice(0, 10))) return false
  const year = new Date(time).getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** In ISO form. Without a zone a point in time is one of UTC: everybody reads the same. */
export const instantOf = (text: string): string =>
  new Date(WITH_ZONE.test(text) || !text.includes('T') ? text : `${text}Z`).toISOString()
