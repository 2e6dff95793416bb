import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes long comes first, so that no worker is left alone with it in the end. */
const FIRST = [
  'apps/e2e/src/journey.test.ts', // begins with a system that is not installed
  'apps/e2e/src/screens.test.ts',
  'apps/e2e/src/session.test.ts',
  'packages/local-cloud/src/removal.test.ts',
  'packages/local-cloud/src/start.test.ts',
  'packages/local-cloud/src/cloud.test.ts',
  'packages/cli/src/deploy.test.ts',
  'packages/local-cloud/src/engine.test.ts',
  'packages/cli/src/trouble.test.ts',
  'packages/cli/src/destroy.test.ts',
  'apps/api/test/tenant-matrix.test.ts',
  'apps/api/test/operations.test.ts',
]

/** Always the same, not by what was slow last time: a worker's files share what they leave behind. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // By project: a worker that changes between them loads everything anew.
    return files.toSorted(
      (a, b) =>
        a.project.name.localeCompare(b.project.name) ||
        rankOf(a) - rankOf(b) ||
        a.moduleId.localeCompare(b.moduleId),
    )
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = FIRST.findIndex((file) => moduleId.endsWith(`/${file}`))
  return rank < 0 ? FIRST.length : rank
}

// Vitest would leave one core idle, which is half of a small machine.
const maxWorkers = '100%'

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    maxWorkers,
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
          // Each list says in the log how it was read.
          env: { POWERTOOLS_LOG_LEVEL: 'WARN' },
          // The files of a worker share what they import: to load it for each took longer than they do.
          isolate: false,
          maxWorkers,
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
          maxWorkers: 2, // each with a browser and a system
          sequence: { groupOrder: 1 }, // alone: a browser on a busy machine tells nothing
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
