import { expect, test } from 'vitest'
import { curlOf } from './curl.ts'

const call = { origin: 'https://admin.example.com', tenantId: 'acme', locale: 'de', token: 'tnt_1' }
const content = { name: 'cms.contentModel', rwd: 'r' }

test.each([
  [[{ name: 'cms.endpoint.read' }, content], '/cms/read/de'],
  [[{ name: 'cms.endpoint.preview' }, content], '/cms/preview/de'],
  [[{ name: 'cms.endpoint.manage' }], '/cms/manage/de'],
  [[{ name: '*' }], '/cms/read/de'],
  [[{ name: 'security.group' }], '/graphql'],
])('a key with %j is tried at %s', (permissions, path) => {
  expect(curlOf({ ...call, permissions })).toContain(`curl https://admin.example.com${path} \\`)
})

test('the command shows tenant and key, and asks for nothing that the key may not read', () => {
  const command = curlOf({ ...call, permissions: [{ name: 'cms.endpoint.read' }] })

  expect(command).toContain(`-H 'x-tenant: acme'`)
  expect(command).toContain(`-H 'authorization: Bearer tnt_1'`)
  expect(command).toContain('__typename')
})
