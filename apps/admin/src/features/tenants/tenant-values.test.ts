import { expect, test } from 'vitest'
import type { Tenant } from '../../lib/tenants.ts'
import {
  createInput,
  formErrors,
  NO_VALUES,
  updateInput,
  validators,
  valuesOf,
} from './tenant-values.ts'

const tenant: Tenant = {
  id: 'acme',
  name: 'Acme',
  description: '',
  tags: ['customer'],
  status: 'ACTIVE',
  createdOn: '2026-11-22T12:00:00Z',
  version: 3,
  settings: {
    appClientId: '0oa_acme',
    domains: [{ fqdn: 'acme.example' }],
    okta: {
      issuer: null,
      audience: null,
      tokenUse: 'ACCESS',
      serviceClientIds: ['0oa_service'],
      groupNames: 'PLAIN',
    },
  },
}

test('what the form does not show survives a save', () => {
  const input = updateInput({ ...valuesOf(tenant), name: 'Acme 2' }, tenant)

  expect(input).toMatchObject({
    name: 'Acme 2',
    tags: ['customer'],
    settings: {
      domains: [{ fqdn: 'acme.example' }],
      okta: { serviceClientIds: ['0oa_service'], issuer: null },
    },
  })
})

test('without an id the API chooses one', () => {
  expect(createInput({ ...NO_VALUES, name: 'Acme' })).not.toHaveProperty('id')
})

test.each([
  ['acme', true],
  ['', true],
  ['a', false],
  ['-acme', false],
  ['Acme', false],
  ['a'.repeat(41), false],
])('the id %j is fine: %s', (id, isFine) => {
  expect(validators(true).id(id) === null).toBe(isFine)
})

test('an issuer has to be an address', () => {
  expect(validators(true).issuer('acme.okta.com')).not.toBeNull()
  expect(validators(true).issuer('https://acme.okta.com/oauth2/default')).toBeNull()
})

test('findings of the API stand at their fields', () => {
  const errors = formErrors([
    { fieldId: 'settings.okta.issuer', error: 'Not allowed here.' },
    { fieldId: 'settings.appClientId', error: 'Missing.' },
    { fieldId: 'elsewhere', error: 'x' },
  ])

  expect(errors).toEqual({ issuer: 'Not allowed here.', appClientId: 'Missing.' })
})
