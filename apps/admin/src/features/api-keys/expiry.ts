/** How long a key is to live, as the form has it. */
export type ExpiryChoice = 'keep' | '30' | '90' | '365' | 'day' | 'never'

const DAY_MILLISECONDS = 86_400_000

/**
 * When a key ends: `null` never, `undefined` when it does so far. A chosen day, `2030-01-31`, counts
 * in full where the person is who chose it.
 */
export function expiresOn(
  { expiry, expiryDay }: { expiry: ExpiryChoice; expiryDay: string },
  now = Date.now(),
): string | null | undefined {
  switch (expiry) {
    case 'keep':
      return undefined
    case 'never':
      return null
    case 'day':
      return endOf(expiryDay)?.toISOString()
    case '30':
    case '90':
    case '365':
      return new Date(now + Number(expiry) * DAY_MILLISECONDS).toISOString()
  }
}

/** Why a day cannot be the last one of a key. */
export function dayProblem(day: string, now = Date.now()): string | null {
  const end = endOf(day)
  if (!end) return 'Choose a day.'
  return end.getTime() > now ? null : 'Choose today or a day to come.'
}

export const isExpired = (at: string | null, now = Date.now()): boolean =>
  at !== null && Date.parse(at) <= now

/** The first moment of the day after. */
function endOf(day: string): Date | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + 1)
}
