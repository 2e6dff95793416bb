import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { close, forwardTo } from './http.ts'
import type { Handler } from './http.ts'

export interface Vite {
  handle: Handler
  stop(): Promise<void>
}

/** Vite for the admin's sources; its web socket for hot reloading is on the app's own server. */
export async function startVite(root: string, app: Server): Promise<Vite> {
  const { createServer: createVite } = await import('vite')
  const vite = await createVite({
    root,
    clearScreen: false,
    logLevel: 'warn',
    server: { middlewareMode: true, hmr: { server: app }, allowedHosts: ['localhost'] },
  })
  const server = createServer(vite.middlewares).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Vite has no port')
  return {
    handle: forwardTo(`http://127.0.0.1:${address.port}`),
    async stop() {
      await vite.close()
      await close(server)
    },
  }
}

/** What only Vite serves and no deployment has: it must not become a screen of the admin. */
export const isVitesOwn = (path: string): boolean => /^\/(@|__|node_modules\/)/.test(path)
