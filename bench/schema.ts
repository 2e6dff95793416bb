import { createModel, createModelGroup, updateModel } from '../packages/cms/src/index.ts'
import type { TableOptions } from '../packages/dynamo/src/index.ts'
import {
  type Ask,
  asker,
  contentApi,
  field,
  keyFor,
  openTable,
  scopeOn,
  withDynamoDb,
} from './content.ts'

const MODELS = [1, 10, 50]
const ROUNDS = 7

/** Twelve fields, of which one is an object and one points to the model before. */
const fieldsOf = (n: number) => [
  ...Array.from({ length: 6 }, (_, i) => field(`text${i}`, 'text')),
  field('body', 'rich-text'),
  field('price', 'number'),
  field('featured', 'boolean'),
  field('on', 'datetime', { settings: { type: 'date' } }),
  field('seo', 'object', {
    settings: { fields: [field('title', 'text'), field('image', 'file')] },
  }),
  n === 0
    ? field('last', 'text')
    : field('before', 'ref', { settings: { models: [{ modelId: `thing${n - 1}` }] } }),
]

/**
 * What the first request of a tenant costs, whose schema is not built yet, beside the second one, and
 * beside the first one after a change of a model.
 */
export const run = (): Promise<void> =>
  withDynamoDb(async (endpoint) => {
    console.log(
      `CPU ms of a request on preview, best of ${ROUNDS}: models, first, second, ratio, changed`,
    )
    for (const count of MODELS) {
      const options = await tenantWith(endpoint, count)
      const token = await keyFor(scopeOn(options))
      const [first, second, changed] = [[], [], []] as number[][]
      for (let round = 0; round < ROUNDS; round++) {
        // A new API knows no schema.
        const ask = asker(contentApi(options), { tenantId: 'root', token })
        first?.push(await cpuOf(ask))
        second?.push(await cpuOf(ask))
        await updateModel(scopeOn(options), 'en-US', {
          modelId: 'thing0',
          data: { description: `Round ${round}` },
        })
        changed?.push(await cpuOf(ask))
      }
      const [a, b, c] = [first, second, changed].map((it) => Math.min(...(it ?? [])))
      const ratio = ((a ?? 0) / (b || 1)).toFixed(1)
      console.log(
        [count, a?.toFixed(1), b?.toFixed(1), ratio, c?.toFixed(1)]
          .map((it) => String(it).padStart(9))
          .join(''),
      )
    }
  })

async function tenantWith(endpoint: string, count: number): Promise<TableOptions> {
  const options = await openTable(endpoint, `bench-${count}`)
  const scope = scopeOn(options)
  const group = await createModelGroup(scope, 'en-US', { name: 'Things' })
  for (let n = 0; n < count; n++)
    await createModel(scope, 'en-US', {
      name: `Thing${n}`,
      modelId: `thing${n}`,
      singularApiName: `Thing${n}`,
      pluralApiName: `Things${n}`,
      group: { id: group.id },
      fields: fieldsOf(n),
    })
  return options
}

async function cpuOf(ask: Ask): Promise<number> {
  const start = process.cpuUsage()
  await ask('{ answer: listThings0 { data { id text0 } error { code } } }')
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
