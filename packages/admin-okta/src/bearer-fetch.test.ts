import { expect, test, vi } from 'vitest'
import { bearerFetch } from './bearer-fetch.ts'

/** A session whose every remedy gives the next token, and an API that takes some of them. */
function world(...taken: string[]) {
  let number = 1
  const next = () => Promise.resolve(void number++)
  const okta = {
    getAccessToken: () => Promise.resolve(`token-${number}`),
    renewToken: vi.fn(next),
    expire: vi.fn(() => void number++),
  }
  const shown: (string | null)[] = []
  const fetching = vi.fn((_: URL, init: { headers: Headers }) => {
    const token = init.headers.get('authorization')?.replace('Bearer ', '') ?? ''
    shown.push(token)
    return Promise.resolve(new Response(null, { status: taken.includes(token) ? 200 : 401 }))
  })
  vi.stubGlobal('fetch', fetching)
  return { okta, api: bearerFetch(okta, 'https://api.example.com/'), shown, fetching }
}

test('a request shows the token of the moment, with what else it was given', async () => {
  const { api, okta, fetching } = world('token-1')

  const { status } = await api('/me?x=1', { method: 'POST', headers: { 'x-tenant': 'acme' } })

  expect(status).toBe(200)
  const [url, init] = fetching.mock.calls[0] ?? []
  expect(String(url)).toBe('https://api.example.com/me?x=1')
  expect(init).toMatchObject({ method: 'POST' })
  expect(Object.fromEntries(init?.headers ?? [])).toEqual({
    authorization: 'Bearer token-1',
    'x-tenant': 'acme',
  })
  expect(okta.renewToken).not.toHaveBeenCalled()
})

test('a token that is refused is renewed, and the request sent again', async () => {
  const { api, okta, shown } = world('token-2')

  expect((await api('/me')).status).toBe(200)

  expect(shown).toEqual(['token-1', 'token-2'])
  expect(okta.renewToken).toHaveBeenCalledWith('token-1')
  expect(okta.expire).not.toHaveBeenCalled()
})

test('when that does not help, the person signs in again', async () => {
  const { api, okta, shown } = world('token-3')

  expect((await api('/me')).status).toBe(200)

  expect(shown).toEqual(['token-1', 'token-2', 'token-3'])
  expect(okta.expire).toHaveBeenCalledWith('token-2')
})

test('a request that is refused all the same is answered so, and not sent for ever', async () => {
  const { api, shown } = world()

  expect((await api('/me')).status).toBe(401)

  expect(shown).toHaveLength(3)
})

test.each([
  'https://evil.example.com/me',
  '//evil.example.com/me',
  'http://api.example.com/me',
  'https://api.example.com.evil.example/me',
  '/\\evil.example.com/me',
])('the token never goes to %s', async (path) => {
  const { api, fetching } = world('token-1')

  await expect(api(path)).rejects.toThrow(TypeError)

  expect(fetching).not.toHaveBeenCalled()
})
