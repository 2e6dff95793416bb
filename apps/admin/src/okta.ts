import { createOktaAuth, createOktaSignIn, type OktaFactory } from '@tenantry/admin-okta'
import { loadConfig } from './lib/config.ts'

const config = await loadConfig()

/** The App Client ID with which people sign in to the root tenant. */
export const rootAppClientId = config.rootAppClientId

/**
 * Makes the Okta libraries of a tenant. Change what people see or how they sign in here: options of
 * the Sign-In Widget (`helpLinks`, `i18n`, `idps`, …) and of auth-js (`acrValues`, `maxAge`, …).
 */
export const oktaFactory: OktaFactory = (settings) => ({
  oktaAuth: createOktaAuth(settings),
  oktaSignIn: createOktaSignIn(settings, {
    features: { autoFocus: true, scrollOnError: false },
  }),
})
