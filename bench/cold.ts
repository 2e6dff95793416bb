import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createModel, createModelGroup } from '../packages/cms/src/index.ts'
import { field, keyFor, openTable, scopeOn, withDynamoDb } from './content.ts'
import { bundleOf, eventOf, send, startFunction } from './functions.ts'

const ROUNDS = 9
const EMPTY = "export const handler = async () => ({ statusCode: 200, body: '{}' })"

/** From the start of a process to its first answer, beside a function that does nothing. */
export const run = (): Promise<void> =>
  withDynamoDb(async (endpoint) => {
    const options = await openTable(endpoint, 'bench')
    const scope = scopeOn(options)
    const group = await createModelGroup(scope, 'en-US', { name: 'Things' })
    await createModel(scope, 'en-US', {
      name: 'Thing',
      singularApiName: 'Thing',
      pluralApiName: 'Things',
      group: { id: group.id },
      fields: [field('title', 'text'), field('body', 'rich-text')],
    })
    const asked = { tenantId: 'root', token: await keyFor(scope) }
    const list = '{ listThings { data { id title } error { code } } }'
    const who = '{ tenancy { signIn { tenantId } } }'
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'))
    const empty = join(folder, 'empty.mjs')
    writeFileSync(empty, EMPTY)
    const contenders = [
      { name: 'nothing', file: empty, event: eventOf({ ...asked, path: '/', query: '' }) },
      {
        name: 'graphql',
        file: bundleOf('graphql'),
        event: eventOf({ ...asked, path: '/graphql', query: who }),
      },
      {
        name: 'headless-cms',
        file: bundleOf('headless-cms'),
        event: eventOf({ ...asked, path: '/cms/read/en-US', query: list }),
      },
    ]
    console.log(`To the first answer, best of ${ROUNDS}: kB, CPU ms, ms, CPU × nothing, MB`)
    let yardstick = 0
    for (const { name, file, event } of contenders) {
      const best = { cpuMs: Infinity, wallMs: Infinity, rssMb: Infinity }
      for (let round = 0; round < ROUNDS; round++) {
        const started = startFunction(file, { endpoint, TableName: options.TableName })
        const answered = await send(started, event)
        started.disconnect()
        if (answered.statusCode !== 200) throw new Error(answered.body)
        for (const it of ['cpuMs', 'wallMs', 'rssMb'] as const)
          best[it] = Math.min(best[it], answered[it])
      }
      yardstick ||= best.cpuMs
      const size = (statSync(file).size / 1000).toFixed(0)
      const cells = [best.cpuMs, best.wallMs].map((it) => it.toFixed(0).padStart(7))
      const ratio = (best.cpuMs / yardstick).toFixed(2).padStart(7)
      console.log(
        `  ${name.padEnd(14)}${size.padStart(6)}${cells.join('')}${ratio}${best.rssMb.toFixed(0).padStart(6)}`,
      )
    }
    rmSync(folder, { recursive: true })
  })
