import { expect, test } from 'vitest'
import { createOktaAuth } from './clients.ts'
import { clearTab, tabNotes, tabOnly } from './tab-storage.ts'

const settings = {
  tenantId: 'acme',
  clientId: '0oa_acme',
  issuer: 'https://acme.okta.com/oauth2/default',
  scopes: ['openid'],
}

test('tokens lie in sessionStorage under the tenant and nowhere else', () => {
  const oktaAuth = createOktaAuth(settings)

  oktaAuth.tokenManager.setTokens({ refreshToken: refreshToken('secret') })

  expect(keysWith('secret', sessionStorage)).toEqual(['tenantry:okta:acme:app:okta-token-storage'])
  expect(keysWith('secret', localStorage)).toEqual([])
  expect(document.cookie).toBe('')
})

test('an integrator’s options cannot move the tokens', () => {
  const oktaAuth = createOktaAuth(settings, {
    tokenManager: { storage: 'localStorage', syncStorage: true },
    storageManager: { token: { storageTypes: ['localStorage'] } },
  })

  oktaAuth.tokenManager.setTokens({ refreshToken: refreshToken('secret') })

  expect(keysWith('secret', localStorage)).toEqual([])
})

test('two tenants in one tab do not see each other’s tokens', () => {
  const acme = createOktaAuth(settings)
  const globex = createOktaAuth({ ...settings, tenantId: 'globex' })

  acme.tokenManager.setTokens({ refreshToken: refreshToken('of acme') })

  expect(globex.tokenManager.getTokensSync()).toEqual({})
})

test.each(['localStorage', 'cookie', 'sessionStorage', 'auto'] as const)(
  'the widget’s client finds only the tab when it looks for %s',
  (type) => {
    const { storageUtil } = tabOnly('acme', 'widget')

    storageUtil.getStorageByType(type).setItem('x', 'secret')

    expect(keysWith('secret', sessionStorage)).toEqual(['tenantry:okta:acme:widget:x'])
    expect(localStorage.length).toBe(0)
    expect(document.cookie).toBe('')
  },
)

test('clearing a tab leaves other tenants and the tenant of the tab alone', () => {
  sessionStorage.setItem('tenantry:tenant', 'acme')
  tabNotes('acme').set('tokens', '1')
  tabNotes('acme-2').set('tokens', '2')

  clearTab('acme')

  expect(tabNotes('acme').get('tokens')).toBeNull()
  expect(tabNotes('acme-2').get('tokens')).toBe('2')
  expect(sessionStorage.getItem('tenantry:tenant')).toBe('acme')
})

function refreshToken(value: string) {
  const { issuer, scopes } = settings
  const expiresAt = Math.floor(Date.now() / 1000) + 3600
  return {
    refreshToken: value,
    expiresAt,
    scopes,
    issuer,
    tokenUrl: `${issuer}/v1/token`,
    authorizeUrl: `${issuer}/v1/authorize`,
  }
}

function keysWith(text: string, storage: Storage): string[] {
  return Object.keys(storage).filter((key) => storage.getItem(key)?.includes(text))
}
