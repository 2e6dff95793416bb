import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        // graphql 16 has no "exports": Vite would load its .mjs and Node its .js for yoga, and two
        // copies fail each other's `instanceof`.
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
        test: {
          name: 'node',
          include: ['{packages,apps/api,infra,tools}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'packages/admin-okta/**'],
          globalSetup: ['./tools/test-dynamodb.ts'],
          restoreMocks: true,
        },
      },
      'apps/admin/vite.config.ts',
      {
        test: {
          name: 'e2e',
          include: ['apps/e2e/**/*.test.ts'],
          globalSetup: ['./apps/e2e/src/system.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
