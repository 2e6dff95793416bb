import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import type { TestProject, Vitest } from 'vitest/node'
import { lastingPool } from './mutate-pool.ts'
import { testsOf } from './mutate-tests.ts'

// oxlint-disable-next-line node/no-process-env
const { MUTATE_PACKAGE: name = 'security' } = process.env
const packages = resolve('packages')

/** The tests that notice what changes in one package: `tools/mutate-tests.ts` says which. */
export default defineConfig({
  // Stryker changes a copy, and `node_modules/@tenantry` would lead out of it.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      { find: /^@tenantry\/([a-z-]+)\/testing$/, replacement: `${packages}/$1/src/testing.ts` },
      { find: /^@tenantry\/([a-z-]+)$/, replacement: `${packages}/$1/src/index.ts` },
    ],
  },
  plugins: [
    {
      name: 'lasting-pool',
      configureVitest({ project, vitest }: { project: TestProject; vitest: Vitest }) {
        const pool = lastingPool()
        vitest.onClose(() => pool.close())
        project.config.poolRunner = pool
        project.config.pool = 'lasting'
      },
    },
  ],
  test: {
    include: testsOf(name),
    // It compares with DynamoDB Local, which does not run here.
    exclude: ['**/memory-dynamodb.test.ts'],
    setupFiles: ['./tools/mutate-setup.ts', './tools/test-setup.ts'],
    isolate: false,
    restoreMocks: true,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
