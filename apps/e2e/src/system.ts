import { startSystem, type System } from '@tenantry/local-cloud'
import { seed } from '@tenantry/okta-emulator'
import type { TestProject } from 'vitest/node'

interface Place {
  host: string
  port: number
}

/** What a story has to know of the system that it is told on. */
export interface Address {
  /** The origin of admin and API. */
  app: string
  /** Orgs that a test may start for tenants of its own; this deployment talks to them, too. */
  orgs: { near: Place; far: Place }
}

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each worker. */
    systems: Address[]
    /** The password of everybody in the seed of the Okta stand-in. */
    password: string
  }
}

/** The built system, as `npm start -- --built` runs it, with its data in memory: one for each worker. */
export default async function setup(project: TestProject) {
  const workers = Array.from({ length: project.config.maxWorkers }, (_, worker) => worker)
  const systems = await Promise.all(workers.map(start))
  project.provide(
    'systems',
    systems.map(({ url }, worker) => ({ app: url, orgs: orgsOf(worker) })),
  )
  project.provide('password', seed.password)
  return () => Promise.all(systems.map((it) => it.stop()))
}

function start(worker: number): Promise<System> {
  // Away from the ports of `npm start`: both can run at once.
  const ports = { app: 3100 + worker, okta: portOf(worker, 0), dynamodb: 8100 + worker }
  const origins = [{ host: 'localhost', port: ports.okta }, ...Object.values(orgsOf(worker))]
  const env = { OKTA_ORIGINS: origins.map(({ host, port }) => `http://${host}:${port}`).join(' ') }
  return startSystem({ built: true, ports, env })
}

/** On another host than the admin is on another site, as Okta is without a custom domain. */
const orgsOf = (worker: number) => ({
  near: { host: 'localhost', port: portOf(worker, 1) },
  far: { host: '127.0.0.1', port: portOf(worker, 2) },
})

const portOf = (worker: number, org: number) => 9800 + 10 * worker + org
