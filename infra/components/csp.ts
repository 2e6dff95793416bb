/** CloudFront takes no longer value for the header. */
const CLOUDFRONT_LIMIT = 1783

// Anything else, a semicolon for instance, could open a directive of its own.
const ORIGIN = /^https:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/

/**
 * The Content-Security-Policy of every answer. The browser may talk to its own origin and to the
 * Okta orgs of this deployment, and run no script but the admin's own files.
 *
 * @throws on something that is not an origin, and on a policy too long for CloudFront.
 */
export function contentSecurityPolicy(oktaOrigins: readonly string[]): string {
  for (const origin of oktaOrigins)
    if (!ORIGIN.test(origin) && !LOOPBACK.test(origin))
      throw new Error(`"${origin}" in oktaOrigins is not an origin such as https://acme.okta.com.`)

  const self = ["'self'", ...oktaOrigins].join(' ')
  const policy = [
    `default-src 'none'`,
    `script-src 'self'`,
    // The UI libraries write style elements, and a static page has no nonce to give them.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    `connect-src ${self}`,
    `frame-src ${self}`,
    `form-action ${self}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')

  if (policy.length >= CLOUDFRONT_LIMIT)
    throw new Error(
      `The Content-Security-Policy has ${policy.length} characters and must stay below ${CLOUDFRONT_LIMIT}: list fewer oktaOrigins, or one with a wildcard.`,
    )
  return policy
}
