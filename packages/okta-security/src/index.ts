export type { Claims } from './decode-token.ts'
export { checkConnection, type ConnectionCheck } from './connection.ts'
export type { ConnectionSettings } from './connection-checks.ts'
export { isIssuerAllowed } from './issuers.ts'
export { type KeyStore, type KnownKeys, memoryKeyStore } from './key-store.ts'
export {
  createOkta,
  type DisplayIdentity,
  type OktaAuthenticator,
  type OktaCaller,
  type OktaOptions,
} from './okta.ts'
export type { TokenIdentity, TokenPolicy } from './policy.ts'
export { verifySignature } from './signature.ts'
export { TokenError, type TokenErrorCode } from './token-error.ts'
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts'
export { fetchUserinfo } from './userinfo.ts'
