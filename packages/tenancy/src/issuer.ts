import { isIssuerAllowed } from '@tenantry/okta-security'

const CONSOLE_HOST = /^([^.]+)-admin(\.(?:okta|oktapreview|okta-emea)\.com)$/

/**
 * The issuer that a pasted URL means, as Okta writes it into `iss`: without the `-admin` of the
 * console's host and without a trailing slash. `undefined` if it is no issuer, or of an org that is
 * not among `origins`: its keys would be fetched from there.
 */
export function normaliseIssuer(pasted: string, origins: readonly string[]): string | undefined {
  const url = URL.parse(pasted.trim())
  if (!url || url.username || url.password || url.search || url.hash) return undefined
  url.hostname = url.hostname.replace(CONSOLE_HOST, '$1$2')
  const issuer = url.origin + url.pathname.replace(/\/+$/, '')
  return isIssuerAllowed(issuer, origins) ? issuer : undefined
}

/** The org's own server signs access tokens for Okta's API alone: only its ID tokens can be verified. */
export const isOrgServer = (issuer: string): boolean => !issuer.includes('/oauth2/')
