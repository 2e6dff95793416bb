import { getIntrospectionQuery } from 'graphql'
import { expect, test } from 'vitest'
import { send, world } from './world.ts'

const query = getIntrospectionQuery()

test('only who has a permission on the tenant may read the schema', async () => {
  const { tenant, sign } = await world({ editors: [{ name: 'cms.*' }] })
  const ask = async (group: string | null) =>
    send(
      { query },
      { 'x-tenant': tenant.id, ...(group !== null && { authorization: await sign(group) }) },
    )

  expect(await ask('editors')).toMatchObject({ status: 200, data: { __schema: {} } })
  // After the other: what was valid for one caller must not be remembered for all.
  for (const stranger of [null, 'none'])
    expect(await ask(stranger)).toMatchObject({
      errors: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('introspection') }),
      ]),
    })
})

test('a misspelt name is not put right', async () => {
  const { tenant } = await world()
  const ask = (body: object) => send(body, { 'x-tenant': tenant.id })

  const field = await ask({ query: '{ tenancy { versio } }' })
  const argument = await ask({
    query:
      'mutation ($d: CreateTenantInput!) { tenancy { createTenant(data: $d) { data { id } } } }',
    variables: {
      d: { nam: 'x', name: 'x', description: '', tags: [], settings: { appClientId: '' } },
    },
  })

  expect(field).toMatchObject({ errors: [expect.anything()] })
  expect(argument).toMatchObject({ errors: [expect.anything()] })
  expect(JSON.stringify([field, argument])).not.toContain('Did you mean')
})
