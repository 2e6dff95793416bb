export { defining, indexing } from './jobs.ts'
export {
  type ApiKey,
  type ApiKeyHolder,
  authenticateApiKey,
  createApiKey,
  deleteApiKey,
  getApiKey,
  listApiKeys,
  rotateApiKey,
  updateApiKey,
} from './api-keys.ts'
export { type EventPage, listEvents, type LoggedEvent } from './audit-log.ts'
export { sealEvents } from './audit-sealing.ts'
export { type Verification, verifyEvents } from './audit-verification.ts'
export {
  anonymousGroups,
  createGroup,
  deleteGroup,
  findGroupsNamed,
  getGroup,
  groupsNamed,
  installedGroups,
  listGroups,
  type SecurityGroup,
  updateGroup,
} from './groups.ts'
export { assertVersion, keyOfPart, type Note, once, type Repeatable } from './once.ts'
export { type Group, type Permission, PermissionList, type PermissionName } from './permission.ts'
export {
  type Action,
  assertCan,
  assertMayGrant,
  can,
  canGrant,
  implies,
  noteEscalation,
  type Resource,
} from './permissions.ts'
export {
  anonymous,
  event,
  type Identity,
  isSame,
  type Principal,
  type Scope,
  type Token,
  type Withheld,
} from './scope.ts'
export {
  assertWelcome,
  getCurrentUser,
  login,
  logout,
  noteSeen,
  signOutEverywhere,
} from './sign-ins.ts'
export { disableUser, enableUser, getUser, listUsers, readmitUser, type User } from './users.ts'
export { invalid, validated } from './validation.ts'
