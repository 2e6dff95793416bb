// yarn mutate <package>: changes the code of one package, one place at a time, and runs the tests of
// that package alone. It takes long, so it is in no other command. Reports lie in .local/mutate.
const name = process.env.MUTATE_PACKAGE ?? 'security'
const files = process.env.MUTATE_FILES ?? `packages/${name}/src/**/*.ts`

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'tools/mutate.vitest.config.ts', related: false },
  mutate: [files, '!**/*.test.ts', '!**/*.fixture.ts', '!**/testing.ts', '!**/index.ts'],
  // A copy is changed, of what the tests of a package need.
  ignorePatterns: ['.tools', '.local', '.turbo', 'apps', 'bench', 'examples', 'infra'],
  concurrency: 1,
  incremental: true,
  incrementalFile: `.local/mutate/${name}.json`,
  tempDirName: '.local/mutate/tmp',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false },
  thresholds: { high: 90, low: 80, break: null },
}
