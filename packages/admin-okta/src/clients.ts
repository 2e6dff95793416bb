import { OktaAuth, type OktaAuthOptions } from '@okta/okta-auth-js/core'
import type { WidgetOptions } from '@okta/okta-signin-widget/oie'
import { tabOnly } from './tab-storage.ts'
import type { OktaClients, OktaSettings } from './types.ts'

/** The path that the Okta app lists as sign-in redirect URI. */
export const CALLBACK_PATH = '/callback'

/** The app's own Okta client. `options` may change anything but where tokens are kept. */
export function createOktaAuth(
  settings: OktaSettings,
  options: Partial<OktaAuthOptions> = {},
): OktaAuth {
  return new OktaAuth({
    ...clientOf(settings),
    postLogoutRedirectUri: `${window.location.origin}/`,
    pkce: true,
    ...options,
    ...tabOnly(settings.tenantId, 'app'),
  })
}

/**
 * A lazy maker of the Sign-In Widget. The widget makes an Okta client of its own: it is built for
 * an older auth-js, and sharing the app's breaks a reload in the middle of a sign-in.
 */
export function createOktaSignIn(
  settings: OktaSettings,
  options: Omit<WidgetOptions, 'authClient'> = {},
): OktaClients['oktaSignIn'] {
  return async ({ authenticate }) => {
    const widget = await import('./widget.ts')
    const oktaSignIn = new widget.OktaSignIn({
      ...clientOf(settings),
      useClassicEngine: false,
      ...options,
      assets: { baseUrl: `${window.location.origin}/okta`, ...options.assets },
      // "Remember me" would write the person's name into a cookie for a year.
      features: { ...options.features, rememberMe: false, showKeepMeSignedIn: false },
      authParams: {
        ...options.authParams,
        // As a text: the number 0 is left out of what is sent to Okta.
        ...(authenticate && { maxAge: '0' }),
        issuer: settings.issuer,
        ...tabOnly(settings.tenantId, 'widget'),
      },
    })
    // It draws itself as the main landmark, but the page around it has one already.
    oktaSignIn.on('afterRender', () => {
      document.getElementById('okta-sign-in')?.setAttribute('role', 'group')
    })
    return oktaSignIn
  }
}

function clientOf({ issuer, clientId, scopes }: OktaSettings) {
  const redirectUri = window.location.origin + CALLBACK_PATH
  return { issuer, clientId, scopes: [...scopes], redirectUri }
}

/** Where an issuer's endpoints are: an org's own server keeps them below `/oauth2`. */
export function endpointOf(issuer: string, name: string): string {
  return `${issuer}${issuer.includes('/oauth2/') ? '' : '/oauth2'}/v1/${name}`
}
