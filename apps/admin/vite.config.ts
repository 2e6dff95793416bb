/// <reference types="vitest/config" />
import { oktaAssets } from '@tenantry/admin-okta/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), oktaAssets()],
  build: { manifest: true, target: 'es2022' },
  // Found late, these would reload the page in the middle of a first sign-in.
  optimizeDeps: {
    include: [
      '@okta/okta-auth-js/core',
      '@okta/okta-signin-widget/oie',
      '@mantine/spotlight',
      '@codemirror/lang-json',
      '@codemirror/view',
    ],
  },
  test: {
    name: 'admin',
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
    dir: `${import.meta.dirname}/../..`,
    include: ['apps/admin/src/**/*.test.{ts,tsx}', 'packages/admin-okta/src/**/*.test.{ts,tsx}'],
    setupFiles: [`${import.meta.dirname}/vitest.setup.ts`],
    restoreMocks: true,
    testTimeout: 20_000,
    isolate: false,
    maxWorkers: '100%', // as all that runs beside it
  },
})
