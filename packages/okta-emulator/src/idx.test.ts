import { describe, expect, test } from 'vitest'
import { seed } from './seed.ts'
import { bodyOf, CALLBACK, pkce, wait, world } from './test-world.ts'

const { okta, form, json, openWidget, signInWithWidget, redeem } = await world()

describe('interact', () => {
  test.each([
    ['invalid_client', { client_id: '0oa_nobody' }],
    ['unauthorized_client', { client_id: '0oa_acme_service' }],
    ['invalid_request', { redirect_uri: 'http://localhost:3000/callback/' }],
    ['invalid_request', { redirect_uri: 'http://evil.example/callback' }],
    ['invalid_request', { redirect_uri: '' }],
    ['invalid_request', { code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: 'short' }],
    ['invalid_request', { max_age: '-1' }],
    ['invalid_scope', { scope: 'profile' }],
    ['invalid_scope', { scope: 'openid unheard.of' }],
    ['invalid_scope', { scope: '' }],
    ['access_denied', { server: 'globex' }],
  ])('refuses with %s what is asked for as %j', async (error, fields) => {
    const { interacted } = await openWidget(fields as Record<string, string>)

    expect(interacted.status).toBe(400)
  })
})
