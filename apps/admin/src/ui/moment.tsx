const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** A point in time as people say it, with the exact time on hover. */
export function Moment({ at }: { at: string }) {
  const date = new Date(at)
  return (
    <time dateTime={at} className="above" data-tip={exact.format(date)}>
      {ago(date)}
    </time>
  )
}

/** A point in time that the API notes once an hour at most, so what it says may be that old. */
export function RoughMoment({ at, never }: { at: string | null; never: string }) {
  if (at === null) return never
  if (isWithinTheHour(at)) return 'Within the hour'
  return <Moment at={at} />
}

const isWithinTheHour = (at: string) => Date.now() - Date.parse(at) < 3_600_000

export function ago(date: Date, now = Date.now()): string {
  const seconds = Math.round((date.getTime() - now) / 1000)
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  }
  return 'just now'
}
