import {
  knownOperations,
  machineOf,
  makeTenant,
  operationsOfMachines,
  runTenantMatrix,
  type Target,
} from '@tenantry/prove'
import { describe, expect, test } from 'vitest'
import { runs } from '../../../tools/runs.ts'
import { org, target } from './prove-world.ts'

let calls = 0
const place = { target, org }
const [one, other] = [machineOf(org), machineOf(org)]
const a = await makeTenant(place, { name: 'A', mark: 'wmdkvyqa', machine: one })
const b = await makeTenant(place, { name: 'B', mark: 'qxzkvbwj', machine: other })

/** The operations of other models are those of `article` by another name. */
const isOfArticles = (name: string) => !/Author|M(wmdkvyqa|qxzkvbwj)/.test(name)

test('every operation of every schema is tried', () => {
  expect(knownOperations().toSorted()).toEqual(
    Object.keys(a.fields).filter(isOfArticles).toSorted(),
  )
})

test('nothing of one tenant shows on another, and its owner sees all of it', async () => {
  const { rows, twins, findings } = await runTenantMatrix({ target, a, b })

  expect(findings).toEqual([])
  expect(rows.reduce((sum, { probes }) => sum + probes, 0)).toBeGreaterThan(2000)
  expect(twins).toBeGreaterThan(knownOperations().length)
}, 600_000)

test('where nobody can be signed in, machines stand for all that is good', async () => {
  const place = { target, org: { ...org, sign: undefined } }
  const machines = [machineOf(org), machineOf(org)] as const
  const [c, d] = [
    await makeTenant(place, { name: 'C', mark: 'gkvwqzxy', machine: machines[0] }),
    await makeTenant(place, { name: 'D', mark: 'zyqkwvgx', machine: machines[1] }),
  ]
  // A few; `yarn test:deep` takes them all.
  const few = /createGroup|getGroup|createArticle|getArticle|saveSignInDraft|getSignIn/
  const only = operationsOfMachines().filter((it) => runs(1) > 1 || few.test(it))

  const { twins, findings } = await runTenantMatrix({ target, a: c, b: d, only })

  expect(findings).toEqual([])
  expect(twins).toBeGreaterThanOrEqual(only.length)
}, 600_000)

describe('an API that leaks is found out', () => {
  const only = ['security.getGroup']
  const light: Target = { ...target, collide: undefined }
  const isOnA = (request: Request) => request.headers.get('x-tenant') === a.tenantId
  const leaking = (
    change: (response: Response, request: Request) => Promise<Response>,
  ): Target => ({
    ...light,
    async send(request) {
      const asked = request.clone()
      return change(await target.send(request), asked)
    },
  })

  test.each<[string, Target, string]>([
    [
      'in a header',
      leaking(async (response, request) => {
        if (isOnA(request)) response.headers.set('x-also', b.mark)
        return response
      }),
      'was shown “qxzkvbwj”',
    ],
    [
      'in a cursor',
      leaking(async (response, request) => {
        const cursor = Buffer.from(`{"after":"a text of ${b.mark}"}`).toString('base64url')
        const body = (await response.text()).replace('{', `{"cursor":"${cursor}",`)
        return new Response(isOnA(request) ? body : body.replace(cursor, ''), response)
      }),
      'was shown “qxzkvbwj”',
    ],
    [
      'in the log',
      { ...light, inside: () => ({ calls: '', logs: `somebody read ${b.mark}` }) },
      'was shown “qxzkvbwj”',
    ],
    ['by other reads', { ...light, inside: () => ({ calls: `${calls++}`, logs: '' }) }, 'read '],
    [
      'by another status',
      leaking(async (response, request) => {
        const isUnknown = (await request.text()).includes('ffffffffffffffffffffffff')
        return new Response(response.body, { ...response, status: isUnknown ? 200 : 203 })
      }),
      'got “203 ',
    ],
    [
      'by being changed',
      { ...light, dump: async () => `${calls++}` },
      'The table on B is not what it was before.',
    ],
    [
      'or shows its owner nothing',
      leaking(async (response) => {
        const body = (await response.text()).replaceAll(new RegExp(b.mark, 'gi'), '')
        return new Response(body, response)
      }),
      'was not shown what is theirs.',
    ],
  ])('%s', async (_, leaky, sentence) => {
    const { findings } = await runTenantMatrix({ target: leaky, a, b, only })

    expect(findings.join('\n')).toContain(sentence)
  })
})
