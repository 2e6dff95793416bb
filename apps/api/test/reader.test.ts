import { execFile } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createEntry, publishEntry } from '@tenantry/cms'
import { afterAll, expect, test } from 'vitest'
import { contentWorld, headless, keyFor } from './content-world.ts'

const READER = fileURLToPath(new URL('../../../examples/reader/reader.mjs', import.meta.url))

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const { method, url, headers } = incoming
  const request = new Request(`http://localhost${url}`, {
    method,
    headers: headers as Record<string, string>,
    body: Buffer.concat(chunks),
  })
  const response = await headless(request)
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => server.close())
const { port } = server.address() as AddressInfo

const run = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, [READER], { env, timeout: 20_000 })

test('a front end of the v5 kind works with only its URL and key changed', async () => {
  const acme = await contentWorld()
  const { scope, models } = acme
  const author = await createEntry(scope, models.author, { data: { name: 'Ann' } })
  await publishEntry(scope, models.author, { revision: author.id })
  for (const title of ['First', 'Second', 'Third', 'Unready']) {
    const reference = { modelId: 'author', id: author.id }
    const data = { title, body: `The text of ${title}.`, author: reference }
    const { id } = await createEntry(scope, models.article, { data })
    if (title !== 'Unready') await publishEntry(scope, models.article, { revision: id })
  }
  const env = {
    API_URL: `http://127.0.0.1:${port}/cms/read/en-US`,
    API_KEY: await keyFor(acme),
    TENANT: acme.tenant.id,
  }

  const { stdout } = await run(env)

  const list = '3 articles\n- First\n- Second\n- Third\n'
  expect(stdout).toBe(`${list}\nFirst\nby Ann\n\nThe text of First.\n`)
  await expect(run({ ...env, API_KEY: `${env.API_KEY}0` })).rejects.toThrow('401: Sign in again.')
  const german = { ...env, API_URL: env.API_URL.replace('en-US', 'de-DE') }
  await expect(run(german)).rejects.toThrow('404: There is no locale "de-DE".')
})
