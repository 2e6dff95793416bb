import { startSystem } from '@tenantry/local-cloud'
import { seed } from '@tenantry/okta-emulator'
import type { TestProject } from 'vitest/node'

interface Place {
  host: string
  port: number
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin of admin and API. */
    app: string
    /** The origin of the Okta stand-in. */
    okta: string
    /** Orgs that a test may start for tenants of its own; this deployment talks to them, too. */
    orgs: { near: Place; far: Place }
    /** The password of everybody in its seed. */
    password: string
  }
}

/** Away from the ports of `npm start`: both can run at once. */
const PORTS = { app: 3100, okta: 9800, dynamodb: 8100 }

/** On another host than the admin is on another site, as Okta is without a custom domain. */
const ORGS = {
  near: { host: 'localhost', port: 9801 },
  far: { host: '127.0.0.1', port: 9802 },
}

/** The built system, as `npm start -- --built` runs it, with its data in memory. */
export default async function setup(project: TestProject) {
  const okta = originOf({ host: 'localhost', port: PORTS.okta })
  const env = { OKTA_ORIGINS: [okta, ...Object.values(ORGS).map(originOf)].join(' ') }
  const system = await startSystem({ built: true, ports: PORTS, env })
  project.provide('app', system.url)
  project.provide('okta', okta)
  project.provide('orgs', ORGS)
  project.provide('password', seed.password)
  return () => system.stop()
}

const originOf = ({ host, port }: Place) => `http://${host}:${port}`
