export { publish, signingKey, signToken, startOrg } from './token-signing.fixture.ts'
export {
  personClaims,
  type TokenVector,
  tokenVectors,
  vectorKeys,
  type VectorOrg,
} from './token-vectors.fixture.ts'
