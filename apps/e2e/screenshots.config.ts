import { defineConfig } from 'vitest/config'

/** `yarn screenshots`: not a test, so not among those of the root's configuration. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/screenshots.ts'],
    globalSetup: ['src/system.ts'],
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
