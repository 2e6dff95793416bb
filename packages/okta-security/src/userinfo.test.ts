import type { RequestListener } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { startOrg } from './token-signing.fixture.ts'
import { fetchUserinfo } from './userinfo.ts'

const org = await startOrg([])
afterAll(() => org.stop())

const issuer = `${org.origin}/oauth2/default`
const asked = (origins = [org.origin]) =>
  fetchUserinfo({ issuer, origins, accessToken: 'a.b.c', timeoutMilliseconds: 500 })
const answers =
  (text: string, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(text)

test('the server that made the token says what it knows, to whoever shows it', async () => {
  org.answer = ({ headers }, response) =>
    void response.end(JSON.stringify({ sub: '00u', name: headers.authorization }))

  expect(await asked()).toEqual({ sub: '00u', name: 'Bearer a.b.c' })
  expect(org.asked).toEqual(['GET /oauth2/default/v1/userinfo'])
})

test('an org that is not allowed does not get to see the token', async () => {
  org.asked.length = 0
  expect(await asked(['https://example.okta.com'])).toBeUndefined()
  expect(org.asked).toEqual([])
})

test.each<[string, RequestListener]>([
  ['a refusal', answers('{"sub":"00u"}', 401)],
  ['no JSON', answers('sub')],
  ['a text', answers('"sub"')],
  ['null', answers('null')],
  ['a list', answers('[]')],
  ['nobody', answers('{"name":"Ann"}')],
  ['an empty name', answers('{"sub":""}')],
  ['nothing', (request) => void request.destroy()],
])('%s is nothing to be had', async (_, answer) => {
  org.answer = answer
  expect(await asked()).toBeUndefined()
})
