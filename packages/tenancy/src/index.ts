export { install, versionOf } from './install.ts'
export {
  groupSlugsOn,
  type SharedClientGroups,
  signInOf,
  type TenantSignIn,
  tokenPolicyOf,
} from './sign-in.ts'
export {
  createTenant,
  currentTenant,
  deleteTenant,
  disableTenant,
  enableTenant,
  findTenant,
  getDefaultTenant,
  getTenant,
  listTenants,
  updateTenant,
} from './tenants.ts'
export {
  type OktaDefaults,
  openPlatform,
  type Platform,
  type TenancyScope,
  type Tenant,
} from './tenant.ts'
