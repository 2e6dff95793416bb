import { expect, test, vi } from 'vitest'
import { probeOkta } from './probe.ts'

const settings = {
  tenantId: 'acme',
  clientId: '0oa_acme',
  issuer: 'https://acme.okta.com/oauth2/default',
  scopes: ['openid'],
}
const ask = () => probeOkta(settings, 'http://localhost:3000/callback')

test('a sign-in that could begin is no problem', async () => {
  const fetch = stub(() => Response.json({ interaction_handle: 'x' }))

  expect(await ask()).toBeUndefined()
  expect(String(fetch.mock.calls[0]?.[0])).toBe('https://acme.okta.com/oauth2/default/v1/interact')
})

test('Okta’s own reason is passed on', async () => {
  const body = { error: 'invalid_client', error_description: 'Invalid value for client_id.' }
  stub(() => Response.json(body, { status: 400 }))

  expect(await ask()).toEqual({ kind: 'refused', reason: 'Invalid value for client_id.' })
})

test('an Okta that answers, but not to this origin, does not trust it', async () => {
  stub((url) => {
    if (url.includes('interact')) throw new TypeError('Failed to fetch')
    return Response.json({})
  })

  expect(await ask()).toEqual({ kind: 'originNotTrusted', origin: 'http://localhost:3000' })
})

test('an Okta that does not answer at all cannot be reached', async () => {
  stub(() => {
    throw new TypeError('Failed to fetch')
  })

  expect(await ask()).toEqual({ kind: 'oktaUnreachable', origin: 'https://acme.okta.com' })
})

test('an org’s own server is asked below /oauth2', async () => {
  const fetch = stub(() => Response.json({}))

  await probeOkta({ ...settings, issuer: 'https://acme.okta.com' }, 'x')

  expect(String(fetch.mock.calls[0]?.[0])).toBe('https://acme.okta.com/oauth2/v1/interact')
})

function stub(answer: (url: string) => Response) {
  const fetch = vi.fn((url: string, _options?: RequestInit) =>
    Promise.resolve().then(() => answer(url)),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}
