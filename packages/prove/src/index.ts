export {
  allBut,
  type About,
  type Need,
  nearMisses,
  type Operation,
  operations,
  pathOf,
  publicOperations,
  randomId,
  type World,
} from './operations.ts'
export {
  documentOf,
  type Field,
  fieldNamed,
  type Fields,
  fieldsOf,
  fieldsOfAreas,
} from './schema.ts'
export { kept, type Machine, machineOf, type Org } from './org.ts'
export { type Inside, type Target } from './target.ts'
export { makeTenant, type Place, removeTenants, type Tenant } from './tenant.ts'
export {
  knownOperations,
  operationsOfMachines,
  runTenantMatrix,
  type TenantMatrix,
} from './tenant-matrix.ts'
export { expectedTokens, runTokenMatrix, type TokenMatrix } from './token-matrix.ts'
export { makeTokenWorld } from './token-world.ts'
export { kinds } from './credentials.ts'
