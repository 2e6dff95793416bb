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

/**
 * Where an issuer has an endpoint such as `keys`: an org's own server keeps them below `/oauth2`.
 * Derived, never read from a discovery document that could point elsewhere.
 */
export const endpointOf = (issuer: string, name: string): string =>
  `${issuer}${issuer.includes('/oauth2/') ? '' : '/oauth2'}/v1/${name}`

function isOneLabelOf(pattern: string, { protocol, host }: URL): boolean {
  const suffix = WILDCARD.exec(pattern)?.[1]
  if (suffix === undefined || protocol !== 'https:' || !host.endsWith(suffix)) return false
  return LABEL.test(host.slice(0, -suffix.length))
}
