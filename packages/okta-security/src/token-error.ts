/** The first rule that a token broke. These strings are stable. */
export type TokenErrorCode =
  | 'ERR_TOKEN_FORM'
  | 'ERR_TOKEN_HEADER'
  | 'ERR_TOKEN_ISSUER'
  | 'ERR_TOKEN_AUDIENCE'
  | 'ERR_TOKEN_CLIENT'
  | 'ERR_TOKEN_USE'
  | 'ERR_TOKEN_CLAIMS'
  | 'ERR_TOKEN_TIME'
  | 'ERR_TOKEN_SCOPE'
  | 'ERR_TOKEN_SIGNATURE'

/**
 * The token is at fault: answer 401. Anything else that is thrown is an outage or a bug, and must not
 * look like one. `code` is for logs and diagnosis: told to the sender, it is a guide to the next try.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly code: TokenErrorCode

  constructor(code: TokenErrorCode, cause?: unknown) {
    super('The token is not valid.', { cause })
    this.code = code
  }
}
