/** Beside the tests of a package itself, those of the API that hold it to its rules. */
const API: Record<string, string[]> = {
  'okta-security': [],
  security: [],
  tenancy: [],
  dynamo: [],
}

/** The packages that keep tenants apart and strangers out. */
export const PACKAGES = Object.keys(API)

export const testsOf = (name: string): string[] => [
  `packages/${name}/src/**/*.test.ts`,
  ...(API[name] ?? []).map((test) => `apps/api/test/${test}.test.ts`),
]
