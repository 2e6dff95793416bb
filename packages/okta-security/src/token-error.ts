/** The first rule that a token broke. For logs and diagnosis: an answer must not tell it. */
export type TokenFault =
  'form' | 'header' | 'issuer' | 'audience' | 'client' | 'claims' | 'use' | 'time' | 'signature'

/** The token is at fault. Anything else that is thrown is an outage, and must not look like a 401. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code = 'ERR_TOKEN_REJECTED'
  readonly fault: TokenFault

  constructor(fault: TokenFault, cause?: unknown) {
    super('The token is not valid.', { cause })
    this.fault = fault
  }
}
