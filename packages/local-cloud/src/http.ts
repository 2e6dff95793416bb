import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'

/** A request, whole; header names are in lower case. */
export interface HttpRequest {
  method: string
  path: string
  /** Without its question mark. */
  query: string
  headers: Record<string, string>
  body: Buffer
}

export interface HttpAnswer {
  status: number
  headers: Record<string, string>
  cookies?: string[]
  body: Buffer
}

export type Handler = (request: HttpRequest) => Promise<HttpAnswer>

/** An answer with a text, such as AWS gives when it refuses. */
export const textAnswer = (
  status: number,
  text: string,
  contentType = 'text/plain',
): HttpAnswer => ({
  status,
  headers: { 'content-type': contentType },
  body: Buffer.from(text),
})

/** Lets a handler answer the requests of an HTTP server. */
export const listener =
  (handle: Handler): RequestListener =>
  (incoming, outgoing) => {
    const answer = async () => {
      const { status, headers, cookies, body } = await handle(await read(incoming))
      outgoing.writeHead(status, {
        ...headers,
        ...(status !== 204 && status !== 304 && { 'content-length': body.length }),
        ...(cookies && { 'set-cookie': cookies }),
      })
      outgoing.end(incoming.method === 'HEAD' ? undefined : body)
    }
    answer().catch((error: unknown) => {
      console.error(error)
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end()
    })
  }

/** A server on loopback, listening; 0 takes a free port. */
export async function serve(handle: Handler, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer(listener(handle)).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A server without a port')
  return { server, port: address.port }
}

export async function close(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

/** Hands requests on to another server, headers and all. */
export function forwardTo(origin: string): Handler {
  return async ({ method, path, query, headers, body }) => {
    const url = `${origin}${path}${query && `?${query}`}`
    const outgoing = httpRequest(url, {
      method,
      headers: { ...headers, host: new URL(origin).host },
    })
    outgoing.end(body)
    const [incoming]: IncomingMessage[] = await once(outgoing, 'response')
    if (!incoming) throw new Error(`no answer from ${origin}`)
    const answer = await read(incoming)
    const { 'transfer-encoding': _, connection: __, ...kept } = answer.headers
    return { status: incoming.statusCode ?? 502, headers: kept, body: answer.body }
  }
}

/** A pattern in which `*` is any text and `?` any one character, as AWS writes them. */
export const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  )

async function read(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ])
  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  }
}
