import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** By name, not by what was slow last time: apps/e2e tells one system's life. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: ByName },
    projects: [
      {
        // graphql 16 has no "exports": Vite would load its .mjs and Node its .js for yoga, and two
        // copies fail each other's `instanceof`.
        resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
        test: {
          name: 'node',
          include: ['{packages,apps/api,infra,tools,examples}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'packages/admin-okta/**'],
          globalSetup: ['./tools/test-dynamodb.ts'],
          setupFiles: ['./tools/test-setup.ts'],
          restoreMocks: true,
          // The files of a worker share what they import: to load it for each took longer than they do.
          isolate: false,
          // Against what hangs, not against what is slow: that depends on the machine.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      'apps/admin/vite.config.ts',
      {
        test: {
          name: 'e2e',
          include: ['apps/e2e/**/*.test.ts'],
          globalSetup: ['./apps/e2e/src/system.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 }, // alone: a browser on a busy machine tells nothing
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
