export { type Arrival, admit, type Place } from './admit.ts'
export { explainAccess, type ExplainScope, type Shown } from './explain-access.ts'
export {
  getOktaConnection,
  type IssuerPreview,
  type OktaConnectionReport,
  previewIssuer,
} from './connection.ts'
export { install, versionOf } from './install.ts'
export { getRefusal, noteRefusal } from './refusals.ts'
export { activeRulesOf } from './sign-in-rules.ts'
export {
  activateSignIn,
  discardSignInDraft,
  getSignInSettings,
  placeOf,
  saveSignInDraft,
  type SignInScope,
} from './sign-in-settings.ts'
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
  type TenantOkta,
} from './tenant.ts'
