import { defineConfig } from 'vitest/config'

/** The tests of one package: `tools/mutate.ts` says which. */
export default defineConfig({
  test: {
    include: [`packages/${process.env.MUTATE_PACKAGE ?? 'security'}/src/**/*.test.ts`],
    globalSetup: ['./tools/test-dynamodb.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
