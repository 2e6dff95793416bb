// yarn mutate <package>: see docs/mutation-testing.md. Reports lie in .local/mutate.
const name = process.env.MUTATE_PACKAGE ?? 'security'
const files = (process.env.MUTATE_FILES ?? `packages/${name}/src/**/*.ts`).split(',')

export default {
  testRunner: 'vitest',
  plugins: ['./tools/mutate-plugins.mjs'],
  ignorers: ['wording'],
  vitest: { configFile: 'tools/mutate.vitest.config.ts', related: false },
  mutate: [...files, '!**/{*.test,*.fixture,testing,memory-*,index}.ts'],
  // A copy is changed, of what the tests of a package need.
  ignorePatterns: [
    '.tools',
    '.local',
    '.turbo',
    'apps/admin',
    'apps/e2e',
    'bench',
    'examples',
    'infra',
  ],
  concurrency: 1,
  // What is slow because the machine is busy is not what never ends.
  timeoutMS: 15_000,
  incremental: true,
  incrementalFile: `.local/mutate/${name}.json`,
  tempDirName: '.local/mutate/tmp',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  warnings: { slow: false },
  thresholds: { high: 90, low: 85, break: null },
}
