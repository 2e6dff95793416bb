import { startSystem } from '@tenantry/local-cloud'
import { seed } from '@tenantry/okta-emulator'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin of admin and API. */
    app: string
    /** The origin of the Okta stand-in. */
    okta: string
    /** The password of everybody in its seed. */
    password: string
  }
}

/** Away from the ports of `npm start`: both can run at once. */
const PORTS = { app: 3100, okta: 9800, dynamodb: 8100 }

/** The built system, as `npm start -- --built` runs it, with its data in memory. */
export default async function setup(project: TestProject) {
  const system = await startSystem({ built: true, ports: PORTS })
  project.provide('app', system.url)
  project.provide('okta', `http://localhost:${PORTS.okta}`)
  project.provide('password', seed.password)
  return () => system.stop()
}
