import { startOrg, tokenVectors, vectorKeys } from '@tenantry/okta-security/testing'
import { scopeOn } from '@tenantry/tenancy/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { createHeadlessApp } from '../src/headless/app.ts'
import { createApp, environment, okta, readEnv, send, servicesOf, table, world } from './world.ts'

const org = await startOrg(Object.values(vectorKeys))
afterAll(() => org.stop())

const origins = `${okta.origin} ${org.origin}`
const services = servicesOf(readEnv({ ...environment, OKTA_ORIGINS: origins }), table.client)
const headless = createHeadlessApp(services)

const at = {
  issuer: `${org.origin}/oauth2/default`,
  audience: 'api://vectors',
  clientId: '0oa_vectors',
  serviceClientId: '0oa_vectors_service',
}
const tenantOf = async (tokenUse: 'ACCESS' | 'ID') => {
  const { issuer, audience, clientId, serviceClientId } = at
  const own = { issuer, audience, tokenUse, serviceClientIds: [serviceClientId] }
  const settings = { appClientId: clientId, okta: own }
  return (await world({}, { parent: scopeOn(services.platform), settings })).tenant
}

const tenants = { ACCESS: await tenantOf('ACCESS'), ID: await tenantOf('ID') }

/** Every way into the API that takes a token, and what it says to one that is good but has no group. */
const ENTRANCES = [
  { path: '/graphql', app: createApp(services), admitted: { status: 200 } },
  ...['manage', 'preview', 'read'].map((endpoint) => ({
    path: `/cms/${endpoint}/en-US`,
    app: headless,
    admitted: { status: 401, error: { code: 'SECURITY_NOT_AUTHORIZED' } },
  })),
]

const message = 'Sign in again.'
const refused = {
  status: 401,
  data: null,
  error: { code: 'UNAUTHENTICATED', message, data: null },
  errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }],
}

describe.each(ENTRANCES)('$path', ({ path, app, admitted }) => {
  const knock = (use: 'ACCESS' | 'ID', token: string) => {
    const headers = { 'x-tenant': tenants[use].id, authorization: `Bearer ${token}` }
    return send({ query: '{ __typename }' }, headers, app, path)
  }

  test.each(['ACCESS', 'ID'] as const)(
    'admits good tokens (%s), and says one and the same to every bad one',
    async (use) => {
      const vectors = tokenVectors.filter(({ tokenUse }) => tokenUse === use)

      const answers = await Promise.all(vectors.map(({ token }) => knock(use, token(at))))

      vectors.forEach(({ defends, verdict }, n) => {
        const { headers, ...answer } = answers[n] ?? { headers: new Headers() }
        if (!verdict.startsWith('ERR_')) return expect(answer, defends).toMatchObject(admitted)
        expect(answer, defends).toEqual(refused)
        expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
      })
    },
  )
})
