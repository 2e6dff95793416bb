import {
  bearerFetch,
  createOktaAuth,
  createOktaSession,
  createOktaSignIn,
} from '@tenantry/admin-okta'

const { VITE_OKTA_ISSUER: issuer, VITE_OKTA_CLIENT_ID: clientId } = import.meta.env

/** The sign-in of this tab. An app of several tenants would ask its API for the settings of each. */
export const okta = createOktaSession({
  factory: (settings) => ({
    oktaAuth: createOktaAuth(settings),
    oktaSignIn: createOktaSignIn(settings),
  }),
  loadSettings: async (tenantId) => ({
    tenantId,
    name: 'the example',
    issuer,
    clientId,
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    tokenUse: 'ACCESS',
  }),
})

/** Calls the API as whoever is signed in. */
export const api = bearerFetch(okta, window.location.origin)
