import { isIssuerAllowed } from '@tenantry/okta-security'

const CONSOLE_HOST = /^([^.]+)-admin(\.(?:okta|oktapreview|okta-emea)\.com)$/

/**
 * The issuer that a pasted URL means, as Okta writes it into `iss`: without the `-admin` of the
 * console's host and without a trailing slash. `undefined` if it is no issuer, or of an org that is
 * not among `origins`: its keys would be fetched from there.
 */
export function normaliseIssuer(pasted: string, origins: readonly string[]): string | undefined {
  const url = plainUrl(pasted)
  if (!url) return undefined
  const issuer = url.origin + url.pathname.replace(/\/+$/, '')
  return isIssuerAllowed(issuer, origins) ? issuer : undefined
}

/** Why a pasted URL means no issuer here, and what to paste instead. */
export function whyNoIssuer(pasted: string, origins: readonly string[]): string {
  const url = plainUrl(pasted)
  if (!url)
    return 'Paste an address such as https://acme.okta.com/oauth2/default, without user name, query or fragment.'
  if (isIssuerAllowed(url.origin, origins))
    return `Paste the Issuer URI of an authorization server, such as ${url.origin}/oauth2/default: it ends with the name of the server.`
  return `This deployment talks to ${origins.join(' ')} only. Add ${url.origin} to OKTA_ORIGINS and deploy, if that is your org.`
}

function plainUrl(pasted: string): URL | undefined {
  const url = URL.parse(pasted.trim())
  if (!url || url.username || url.password || url.search || url.hash) return undefined
  url.hostname = url.hostname.replace(CONSOLE_HOST, '$1$2')
  return url
}

/** The org's own server signs access tokens for Okta's API alone: only its ID tokens can be verified. */
export const isOrgServer = (issuer: string): boolean => !issuer.includes('/oauth2/')
