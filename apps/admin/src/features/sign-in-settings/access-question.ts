import type { AccessQuestion } from './queries.ts'

/** What belongs to one token, not to its owner; the API puts its own in place. */
const OF_ONE_TOKEN = [
  'iss',
  'aud',
  'iat',
  'nbf',
  'exp',
  'jti',
  'ver',
  'cid',
  'scp',
  'nonce',
  'at_hash',
  'c_hash',
  'idp',
]

/** What a token says about its owner, as an example to change. */
export function exampleOf(claims: Readonly<Record<string, unknown>>): string {
  const own = Object.entries(claims).filter(([name]) => !OF_ONE_TOKEN.includes(name))
  return JSON.stringify(Object.fromEntries(own), null, 2)
}

/** The claims of a token, unverified; none of what is no JSON Web Token. */
export function claimsIn(token: string): Record<string, unknown> | undefined {
  const [, payload = ''] = token.split('.')
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (it) =>
      it.charCodeAt(0),
    )
    return objectIn(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

type Shown = Pick<AccessQuestion, 'token' | 'claims'>

/** A token or claims as JSON, whichever somebody has written; or why it is neither. */
export function shownIn(text: string): Shown | { problem: string } {
  const trimmed = text.trim().replace(/^Bearer\s+/i, '')
  if (!trimmed) return { problem: 'Paste a token, or write claims as JSON.' }
  if (/^[\w-]+\.[\w-]+\.[\w-]+$|^tnt_\w+$/.test(trimmed)) return { token: trimmed }
  const claims = objectIn(trimmed)
  return claims
    ? { claims }
    : { problem: 'This is neither a token nor claims as JSON, such as {"department": "News"}.' }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    return undefined
  }
}
