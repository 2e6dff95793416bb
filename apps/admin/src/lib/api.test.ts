import { afterEach, expect, test, vi } from 'vitest'
import type { ApiError } from './api-error.ts'
import { createApi, type ApiOptions } from './api.ts'
import { graphql } from './graphql.ts'

afterEach(() => vi.useRealTimers())

const Version = graphql(`
  query Version {
    tenancy {
      version
    }
  }
`)
const Enable = graphql(`
  mutation Enable($id: ID!) {
    tenancy {
      enableTenant(id: $id) {
        data {
          id
        }
        error {
          code
          message
          data
        }
      }
    }
  }
`)

test('a request names its tenant and carries the token', async () => {
  const { api, requests } = world([{ data: { tenancy: { version: '1' } } }])

  await api.send(Version, {})

  expect(requests()[0]?.headers).toMatchObject({
    'x-tenant': 'acme',
    authorization: 'Bearer token-1',
    'content-type': 'application/json',
  })
})

test('an anonymous request carries no token', async () => {
  const { api, requests } = world([{ data: { tenancy: null } }], { getToken: undefined })

  await api.send(Version, {})

  expect(requests()[0]?.headers).not.toHaveProperty('authorization')
})

test('each mutation has an idempotency key of its own, a query has none', async () => {
  const { api, requests } = world([enabled, enabled, { data: { tenancy: { version: '1' } } }])

  await enable(api)
  await enable(api)
  await api.send(Version, {})

  const [first, second, query] = requests().map(({ headers }) => headers['idempotency-key'])
  expect(first).toMatch(/^[0-9a-f-]{36}$/)
  expect(second).not.toBe(first)
  expect(query).toBeUndefined()
})

test('the content of an envelope is the answer', async () => {
  const { api } = world([enabled])

  expect(await enable(api)).toEqual({ id: 'x' })
})

test('an error in an envelope is thrown with code, data and request id', async () => {
  const error = { code: 'CONFLICT', message: 'Somebody was faster.', data: { version: 3 } }
  const { api } = world([{ data: { tenancy: { enableTenant: { data: null, error } } } }])

  await expect(enable(api)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: 'Somebody was faster.',
    data: { version: 3 },
    requestId: 'request-1',
  })
})

test('a request that ends before GraphQL is thrown with its code', async () => {
  const error = { code: 'TENANT_NOT_FOUND', message: 'There is no tenant "acme".', data: null }
  const { api } = world([{ data: null, error, errors: [] }], {}, 404)

  await expect(api.send(Version, {})).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND' })
})

test('an error of GraphQL itself is thrown', async () => {
  const { api } = world([{ errors: [{ message: 'Syntax Error', extensions: { code: 'BAD' } }] }])

  await expect(api.send(Version, {})).rejects.toMatchObject({
    code: 'BAD',
    message: 'Syntax Error',
  })
})

test.each([null, 'text', [], {}])('an answer that is no answer is thrown: %j', async (answer) => {
  const { api } = world([answer])

  await expect(api.send(Version, {})).rejects.toMatchObject({ code: 'UNREADABLE' })
})

test('a lost connection is told apart from a refusal', async () => {
  const { api } = world([])

  await expect(api.send(Version, {})).rejects.toMatchObject({ code: 'UNREACHABLE' })
})

test('a mutation whose answer got lost is sent once more with its key, a query is not', async () => {
  vi.useFakeTimers()
  const { api, requests } = world([lost, enabled, lost])

  const enabling = enable(api)
  await vi.runAllTimersAsync()
  expect(await enabling).toEqual({ id: 'x' })
  await expect(api.send(Version, {})).rejects.toMatchObject({ code: 'UNREACHABLE' })

  const [first, second, ...others] = requests().map(({ headers }) => headers['idempotency-key'])
  expect(second).toBe(first)
  expect(others).toEqual([undefined])
})

test.each([502, 503, 504])('an answer %i of the gateway counts as lost', async (status) => {
  vi.useFakeTimers()
  const { api, requests } = world([{ message: 'Service Unavailable' }, enabled], {}, status)

  const enabling = enable(api)
  await vi.runAllTimersAsync()

  expect(await enabling).toEqual({ id: 'x' })
  expect(requests()).toHaveLength(2)
})

test('a mutation that gets lost twice is an error, and the next one has another key', async () => {
  vi.useFakeTimers()
  const { api, requests } = world([lost, lost, enabled])

  const enabling = enable(api).catch(({ code }: ApiError) => code)
  await vi.runAllTimersAsync()
  expect(await enabling).toBe('UNREACHABLE')
  await enable(api)

  const [first, second, third] = requests().map(({ headers }) => headers['idempotency-key'])
  expect([second, third]).toEqual([first, expect.not.stringMatching(String(first))])
})

const UNAUTHENTICATED = {
  data: null,
  error: { code: 'UNAUTHENTICATED', message: 'no', data: null },
}

/** Tokens by number, and what is done about those that are refused. */
function remedied() {
  const tokens = ['token-1', 'token-2', 'token-3']
  const getToken = () => Promise.resolve(tokens.shift() ?? '')
  const renew = vi.fn((_refused: string) => Promise.resolve())
  const expire = vi.fn((_refused: string) => {})
  return { getToken, renew, expire, remedies: [renew, expire] }
}

const TOKEN_TOO_OLD = { data: null, error: { ...UNAUTHENTICATED.error, code: 'TOKEN_TOO_OLD' } }

test.each([
  ['refused', UNAUTHENTICATED],
  ['too old', TOKEN_TOO_OLD],
])('a token that is %s is renewed, and the same mutation sent once more', async (_, answer) => {
  const { renew, expire, ...options } = remedied()
  const { api, requests } = world([answer, enabled], options, 401, 200)

  expect(await enable(api)).toEqual({ id: 'x' })

  const [first, second] = requests().map(({ headers }) => headers)
  expect(renew.mock.calls).toEqual([['token-1']])
  expect(expire).not.toHaveBeenCalled()
  expect(second?.['authorization']).toBe('Bearer token-2')
  expect(second?.['idempotency-key']).toBe(first?.['idempotency-key'])
})

test('if the renewed one is refused as well, the person is asked, and then it is sent again', async () => {
  const { renew, expire, ...options } = remedied()
  const answers = [UNAUTHENTICATED, UNAUTHENTICATED, enabled]
  const { api, requests } = world(answers, options, 401, 401, 200)

  expect(await enable(api)).toEqual({ id: 'x' })

  expect(renew).toHaveBeenCalledTimes(1)
  expect(expire.mock.calls).toEqual([['token-2']])
  expect(requests().at(-1)?.headers['authorization']).toBe('Bearer token-3')
  expect(new Set(requests().map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
})

test('a token that is refused after all that is an error, not a circle', async () => {
  const answers = [UNAUTHENTICATED, UNAUTHENTICATED, UNAUTHENTICATED]
  const { api, requests } = world(answers, remedied(), 401, 401, 401)

  await expect(enable(api)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(requests()).toHaveLength(3)
})

test('a missing permission does not end the sign-in', async () => {
  const { error } = UNAUTHENTICATED
  const refusal = { data: null, error: { ...error, code: 'SECURITY_NOT_AUTHORIZED' } }
  const { renew, ...options } = remedied()
  const { api } = world([refusal], options, 401)

  await expect(enable(api)).rejects.toMatchObject({ code: 'SECURITY_NOT_AUTHORIZED' })
  expect(renew).not.toHaveBeenCalled()
})

test.each<[string, Partial<ApiOptions>]>([
  ['for a token', { getToken: () => Promise.reject(new Error('offline')) }],
  ['for a new token', { remedies: [() => Promise.reject(new Error('offline'))] }],
])('an Okta that cannot be asked %s is told apart from a refusal', async (_, options) => {
  const { api } = world([UNAUTHENTICATED], options, 401)

  await expect(enable(api)).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: 'Okta could not be reached.',
  })
})

/** Stands for an answer that does not arrive. */
const lost = Symbol('lost')
const enabled = { data: { tenancy: { enableTenant: { data: { id: 'x' }, error: null } } } }

const enable = (api: ReturnType<typeof createApi>) =>
  api.call(Enable, { id: 'x' }, ({ tenancy }) => tenancy?.enableTenant)

/** An API that gives these answers in turn, and then no more. */
function world(answers: unknown[], options: Partial<ApiOptions> = {}, ...statuses: number[]) {
  const requests: { headers: Record<string, string>; body: string }[] = []
  vi.stubGlobal('fetch', (_url: string, { headers, body }: { headers: {}; body: string }) => {
    requests.push({ headers: { ...headers }, body })
    if (answers.length === 0 || answers[0] === lost) {
      answers.shift()
      return Promise.reject(new TypeError('Failed to fetch'))
    }
    const init = {
      status: statuses.shift() ?? 200,
      headers: { 'x-request-id': `request-${requests.length}` },
    }
    return Promise.resolve(Response.json(answers.shift(), init))
  })
  const getToken = 'getToken' in options ? options.getToken : () => Promise.resolve('token-1')
  const { remedies = [] } = options
  const api = createApi({ tenantId: 'acme', remedies, ...(getToken && { getToken }) })
  return { api, requests: () => requests }
}
