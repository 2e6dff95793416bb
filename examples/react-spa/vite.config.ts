import { oktaAssets } from '@tenantry/admin-okta/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), oktaAssets()],
  // Page and API share an origin, so that the token never crosses one.
  server: { port: 5173, strictPort: true, proxy: { '/me': 'http://localhost:4000' } },
  // Found late, these would reload the page in the middle of a first sign-in.
  optimizeDeps: { include: ['@okta/okta-auth-js/core', '@okta/okta-signin-widget/oie'] },
})
