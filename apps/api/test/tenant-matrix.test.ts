import { knownOperations, makeTenant, runTenantMatrix } from '@tenantry/prove'
import { expect, test } from 'vitest'
import { org, target } from './prove-world.ts'

const place = { target, org }
const [one, other] = org.machines
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
}, 120_000)
