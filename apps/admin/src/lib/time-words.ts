const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
] as const
export type Unit = (typeof UNITS)[number][0]
export const UNIT_NAMES: Unit[] = ['seconds', 'minutes', 'hours', 'days']

/** In the largest unit that leaves a whole number. */
export function inUnits(seconds: number): { amount: number; unit: Unit } {
  const [unit, length] = UNITS.find((it) => seconds % it[1] === 0) ?? ['seconds', 1]
  return { amount: seconds / length, unit }
}

export const secondsOf = (amount: number, unit: Unit): number =>
  amount * (UNITS.find(([name]) => name === unit)?.[1] ?? 1)

/** As in "15 minutes". */
export function inWords(seconds: number): string {
  const { amount, unit } = inUnits(seconds)
  return amount === 1 ? `1 ${unit.slice(0, -1)}` : `${amount} ${unit}`
}
