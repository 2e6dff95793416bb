/** Beside the tests of a package itself, those of the API that hold it to its rules. */
const API: Record<string, string[]> = {
  'okta-security': [],
  security: [
    'api-keys',
    'create-group',
    'delete-group',
    'get-group',
    'list-events',
    'login',
    'logout',
    'operations',
    'update-group',
    'users',
  ],
  tenancy: [
    'access-policies',
    'create-tenant',
    'delete-tenant',
    'disable-tenant',
    'explain-access',
    'get-tenant',
    'install',
    'okta-connection',
    'operations',
    'refusals',
    'request',
    'sign-in',
    'sign-in-settings',
    'update-tenant',
  ],
  dynamo: [],
}

/** The packages that keep tenants apart and strangers out. */
export const PACKAGES = Object.keys(API)

export const testsOf = (name: string): string[] => [
  `packages/${name}/src/**/*.test.ts`,
  ...(API[name] ?? []).map((test) => `apps/api/test/${test}.test.ts`),
]
