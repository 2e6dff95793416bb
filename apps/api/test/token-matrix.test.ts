import {
  expectedTokens,
  kinds,
  machineOf,
  makeTenant,
  makeTokenWorld,
  runTokenMatrix,
} from '@tenantry/prove'
import { expect, test } from 'vitest'
import { org, target } from './prove-world.ts'

const place = { target, org }
const [one, other] = [machineOf(org), machineOf(org)]
const a = await makeTenant(place, { name: 'A', mark: '', machine: one })
const b = await makeTenant(place, { name: 'B', mark: '', machine: other })
const world = await makeTokenWorld(place, { a, b })

test('every kind of credential has its line', () => {
  expect(expectedTokens().rows.map(({ kind }) => kind)).toEqual(Object.keys(kinds))
})

test('a credential counts on its tenant alone, and every bad one is refused in the same words', async () => {
  const { cells, findings } = await runTokenMatrix(place, world)

  expect(findings).toEqual([])
  expect(cells).toBeGreaterThan(1500)
}, 600_000)
