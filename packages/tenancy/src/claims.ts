/** What a verified token says: whatever the org has configured. */
export type TokenClaims = Readonly<Record<string, unknown>>

/**
 * The claim of this name; only where there is none, the value at this path through nested ones. So a
 * claim whose name has dots in it, as namespaced ones have, cannot be shadowed by a nested one.
 */
function claimAt(claims: TokenClaims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name
    .split('.')
    .reduce<unknown>(
      (value, part) => (isClaims(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      claims,
    )
}

/** True for what claims can be read from: an object, and no list. */
export const isClaims = (value: unknown): value is TokenClaims =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The values of a claim as texts: of a text, number or boolean, or of a list of them. */
export const textsAt = (claims: TokenClaims, name: string): string[] =>
  [claimAt(claims, name)]
    .flat()
    .flatMap((it) =>
      typeof it === 'string'
        ? [it]
        : typeof it === 'number' || typeof it === 'boolean'
          ? [String(it)]
          : [],
    )

const MAX_SHOWN = 100

/** A value as it is shown to administrators and kept: cut, and of an e-mail address only a trace. */
export function shown(text: string): string {
  const [, first, host] = /^(.)[^@]*@(.+)$/su.exec(text) ?? []
  const safe = first === undefined ? text : `${first}…@${host}`
  return safe.length > MAX_SHOWN ? `${safe.slice(0, MAX_SHOWN)}…` : safe
}
