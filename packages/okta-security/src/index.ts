export type { Claims } from './decode-token.ts'
export { isIssuerAllowed } from './issuers.ts'
export { createKeySource, type KeySource, type KeySourceOptions } from './key-source.ts'
export {
  createOkta,
  type DisplayIdentity,
  type OktaAuthenticator,
  type OktaCaller,
  type OktaOptions,
} from './okta.ts'
export { TokenError, type TokenFault } from './token-error.ts'
export { createTokenVerifier, type TokenIdentity, type TokenPolicy } from './verify-token.ts'
