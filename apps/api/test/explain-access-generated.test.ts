import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  oneof,
  record,
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { putRules } from '@tenantry/tenancy/testing'
import { generated, runs } from '../../../tools/runs.ts'
import { signInWorld } from './sign-in-world.ts'
import { accessClaims, type Answer, okta, randomId } from './world.ts'

const groups = {
  editors: [{ name: 'cms.contentEntry', rwd: 'rw' }],
  owners: [{ name: 'security.*' }, { name: 'tenancy.signIn', rwd: 'r' }],
}
const OFFICE = '203.0.113.7'

interface Explanation {
  admitted: boolean
  code: string | null
  message: string | null
  id: string
  displayName: string
  email: string | null
  groups: { slug: string }[]
  permissions: { name: string }[]
  withheld: { permissions: string[]; code: string }[]
}
describe('an explanation', () => {
  const text = constantFrom(
    'editors',
    'owners',
    'full-access',
    'anonymous',
    'no-such',
    'Press',
    'a-b',
    '',
  )
  const claim = constantFrom(
    'department',
    'roles',
    'tenantry_groups',
    'address.country',
    'sub',
    'absent',
  )
  const groupRule = record({
    claim,
    operator: constantFrom('EQUALS', 'CONTAINS', 'PREFIX', 'MATCHES', 'EXISTS'),
    value: oneof(text, constantFrom('e*', '*-*', '?*', 'edit')),
    group: constantFrom('editors', 'owners', 'full-access', 'no-such', '{value}', '{1}'),
  }).map((it) => ({
    ...it,
    value: it.operator === 'EXISTS' ? null : it.value || 'x',
    group:
      it.group === '{1}' && !(it.operator === 'MATCHES' && it.value.includes('*'))
        ? 'editors'
        : it.group,
  }))
  const attribute = record({
    claim,
    property: constantFrom('displayName', 'email', 'firstName'),
    required: boolean(),
  })
  const wants = oneof(
    constant({ networks: ['203.0.113.0/24'] }),
    constant({ maxTokenAgeSeconds: 600 }),
    constant({ amr: ['mfa'] }),
    constant({ acr: ['phr', 'phrh'] }),
  )
  const policy = record({
    permissions: constantFrom([], [], ['security.*'], ['cms.*', 'security.group']),
    wants,
  }).map(({ permissions, wants: all }) => ({ permissions, ...all }))
  const rules = record({
    groupRules: array(groupRule, { maxLength: 6 }),
    attributes: array(attribute, { maxLength: 2 }),
    policies: array(policy, { maxLength: 2 }),
  })
  const now = Math.floor(Date.now() / 1000)
  const claims = record(
    {
      department: oneof(text, boolean(), constant(7), array(text, { maxLength: 3 })),
      roles: array(text, { maxLength: 4 }),
      tenantry_groups: array(text, { maxLength: 2 }),
      address: record({ country: text }),
      amr: constantFrom(['pwd'], ['pwd', 'mfa']),
      acr: constantFrom('phr', 'urn:okta:loa:1fa:any'),
      auth_time: constantFrom(now, now - 3600),
      name: text,
    },
    { requiredKeys: [] },
  )
  const flaw = oneof(
    { weight: 9, arbitrary: constant({}) },
    constantFrom(
      { cid: '0oa_other' },
      { aud: 'api://other' },
      { iss: 'https://other.okta.com/oauth2/default' },
      { exp: now - 3600, iat: now - 7200 },
      { ver: 2 },
    ),
  )
  const address = constantFrom(OFFICE, '192.0.2.1', 'unknown')
  const LIST = '{ security { listGroups { error { code } } } }'

  const outcomeOf = ({ status, error, data }: Answer) => {
    const { refusal: _, ...person } = data?.security.login.data ?? {}
    const { code = null, message = null } = error ?? {}
    return { admitted: status === 200, code, message, person: error ? null : person }
  }
  const outcomeTold = ({ admitted, code, message, ...told }: Explanation) => {
    const { id, displayName, email, permissions } = told
    const slugs = told.groups.map(({ slug }) => slug)
    return {
      admitted,
      code,
      message,
      person: admitted ? { id, displayName, email, permissions, groups: slugs } : null,
    }
  }
  /** What listing groups is told to answer. */
  const listingTold = ({ permissions, withheld }: Explanation): string | null => {
    if (!permissions.some(({ name }) => /^(\*|security)/.test(name)))
      return 'SECURITY_NOT_AUTHORIZED'
    const names = (it: { permissions: string[] }) =>
      it.permissions.some((name) => name.startsWith('security.'))
    return withheld.find(names)?.code ?? null
  }

  test(
    'is what a request with that credential is answered',
    { timeout: runs(180_000) },
    async () => {
      const { scope, tenant, ask, login, explain } = await signInWorld(groups)
      const seen = new Set<string>()

      const holds = asyncProperty(rules, claims, flaw, address, boolean(), async (...given) => {
        const [data, said, wrong, from, byToken] = given
        const all = accessClaims(tenant, [], { ...said, ...wrong, uid: randomId('00u_') })
        const token = await okta.sign(all)
        const headers = { 'x-forwarded-for': from }

        await putRules(scope, data)
        const shown = byToken ? { token } : { claims: all }
        const { data: told } = await explain({ ...shown, address: from })
        const real = await login(all, headers)
        const listed = real.status === 200 ? await ask(LIST, {}, token, headers) : real

        expect(outcomeOf(real)).toEqual(outcomeTold(told))
        expect(listed.error?.code ?? listed.data.security.listGroups.error?.code ?? null).toBe(
          told.code ?? listingTold(told),
        )
        seen.add(
          told.code ?? (told.withheld[0]?.code ? 'withheld' : `groups ${told.groups.length > 0}`),
        )
      })
      await assert(holds, generated(200))

      // It would prove little if all of them went the same way.
      for (const way of [
        'UNAUTHENTICATED',
        'CLAIM_MISSING',
        'TOKEN_TOO_OLD',
        'groups true',
        'groups false',
      ])
        expect([...seen]).toContain(way)
    },
  )
})
