const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
/** A custom authorization server, or the org itself: Okta has no other issuers. */
const ISSUER_PATH = /^(\/oauth2\/[\w-]+)?$/
const LABEL = /^[a-z0-9-]+$/
const WILDCARD = /^https:\/\/\*(\.[^.*/]+\.[^*/]*[^.*/])$/

/**
 * True if keys may be fetched from an issuer: it is written exactly as a token's `iss` would be, and
 * its origin is one of `origins`. In `https://*.okta.com` the star stands for exactly one label;
 * http counts only for a loopback origin that is listed itself.
 */
export function isIssuerAllowed(issuer: string, origins: readonly string[]): boolean {
  const url = URL.parse(issuer)
  // Only the canonical spelling: no user name, upper case, default port, dot segment or trailing slash.
  if (!url || !issuer.startsWith(url.origin)) return false
  if (!ISSUER_PATH.test(issuer.slice(url.origin.length)) || url.hostname.includes('*')) return false
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    return false
  return origins.some((it) => it === url.origin || isOneLabelOf(it, url))
}

/** Where an issuer publishes its keys. Derived, never read from a `jwks_uri` that could point elsewhere. */
export const keysUrlOf = (issuer: string): URL =>
  new URL(issuer.includes('/oauth2/') ? `${issuer}/v1/keys` : `${issuer}/oauth2/v1/keys`)

function isOneLabelOf(pattern: string, { protocol, host }: URL): boolean {
  const suffix = WILDCARD.exec(pattern)?.[1]
  if (suffix === undefined || protocol !== 'https:' || !host.endsWith(suffix)) return false
  return LABEL.test(host.slice(0, -suffix.length))
}
