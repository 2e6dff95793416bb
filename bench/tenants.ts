import { createModel, createModelGroup } from '../packages/cms/src/index.ts'
import { createTenant, openPlatform } from '../packages/tenancy/src/index.ts'
import { rootOf } from '../packages/tenancy/src/root.ts'
import { environmentOf, field, keyFor, openTable, scopeOn, withDynamoDb } from './content.ts'
import { bundleOf, eventOf, send, startFunction } from './functions.ts'

const TENANTS = 400
const MODELS = 3
const BUDGET_MB = 300

/** What a process takes that has served so many tenants, each with a schema of its own. */
export const run = (): Promise<void> =>
  withDynamoDb(async (endpoint) => {
    const options = await openTable(endpoint, 'bench')
    const env = environmentOf(options.TableName)
    const okta = {
      issuer: env.OKTA_ISSUER,
      audience: env.OKTA_AUDIENCE,
      rootClientId: env.OKTA_ROOT_CLIENT_ID,
      origins: [env.OKTA_ORIGINS],
    }
    const platform = openPlatform({ ...options, ConsistentRead: true }, okta)
    const root = {
      ...scopeOn(options),
      tenant: rootOf(okta),
      platform,
      sharedClientGroups: 'qualified' as const,
    }
    const asked: { tenantId: string; token: string }[] = []
    for (let n = 0; n < TENANTS; n++) {
      const { id } = await createTenant(root, {
        id: `bench-${n}`,
        name: `Bench ${n}`,
        description: '',
        tags: [],
        settings: { appClientId: `0oa_bench${n}` },
      })
      const scope = scopeOn(options, id)
      const group = await createModelGroup(scope, 'en-US', { name: 'Things' })
      for (let m = 0; m < MODELS; m++)
        await createModel(scope, 'en-US', {
          name: `Thing${m}`,
          singularApiName: `Thing${m}`,
          pluralApiName: `Things${m}`,
          group: { id: group.id },
          fields: ['a', 'b', 'c', 'd', 'e'].map((it) => field(it, 'text')),
        })
      asked.push({ tenantId: id, token: await keyFor(scope) })
    }
    console.log(
      `Tenants with ${MODELS} models each, served by one process: MB resident of ${BUDGET_MB}, MB of heap kept`,
    )
    const process = startFunction(bundleOf('headless-cms'), { endpoint, ...options })
    const query = '{ listThings0 { data { id a } error { code } } }'
    for (const [n, it] of asked.entries()) {
      const isTold = n === 0 || (n + 1) % 100 === 0
      const event = eventOf({ ...it, path: '/cms/read/en-US', query })
      const answered = await send(process, isTold ? { ...event, collect: true } : event)
      if (answered.statusCode !== 200) throw new Error(answered.body)
      const figures = [n + 1, answered.rssMb, answered.keptMb]
      if (isTold) console.log(figures.map((figure) => figure.toFixed(0).padStart(8)).join(''))
    }
    process.disconnect()
  })
