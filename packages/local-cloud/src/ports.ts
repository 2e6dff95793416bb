import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Ports } from './settings.ts'
import { StartError } from './start-error.ts'

const SETTINGS = {
  app: ['TENANTRY_PORT', 'the admin and the API'],
  okta: ['OKTA_EMULATOR_PORT', 'the Okta stand-in'],
  dynamodb: ['DYNAMODB_PORT', 'DynamoDB Local'],
} as const

/** @throws {StartError} when somebody listens on one of them: the sentence names what to change. */
export async function assertFree(ports: Partial<Ports>): Promise<void> {
  for (const part of ['app', 'okta', 'dynamodb'] as const) {
    const port = ports[part]
    if (port === undefined || (await isFree(port))) continue
    const [setting, use] = SETTINGS[part]
    throw new StartError(
      `Port ${port}, which ${use} should have, is in use: stop what listens there, or set ${setting} in .env to another port.`,
    )
  }
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer().listen({ port, host, exclusive: true })
    // Any other error, such as a machine without ::1, is no sign of a neighbour.
    const taken = await once(server, 'listening').then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'EADDRINUSE',
    )
    server.close()
    if (taken) return false
  }
  return true
}
