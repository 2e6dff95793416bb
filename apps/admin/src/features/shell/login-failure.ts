import { ApiError } from '../../lib/api-error.ts'
import { refusalIn } from '../../lib/refusal.ts'
import { inWords } from '../../lib/time-words.ts'
import { explanationOf } from '../../ui/error-note.tsx'

interface Explanation {
  title: string
  text: string
}

const either = new Intl.ListFormat('en', { type: 'disjunction' })

/** Why the API does not take a sign-in, in words for the person. */
export function explain(error: unknown, tenant: string): Explanation {
  const { claim, maxAgeSeconds, amr, acr } = refusalIn(error)
  switch (error instanceof ApiError ? error.code : '') {
    case 'CLAIM_MISSING':
      return {
        title: 'Something is missing in your sign-in',
        text: `${tenant} lets nobody in without the claim “${claim ?? ''}”, and your token has none. Your Okta administrator can fill it in; then sign in again.`,
      }
    case 'TOKEN_TOO_OLD':
      return {
        title: 'Your sign-in is too old',
        text: `${tenant} wants people to have signed in within the last ${inWords(maxAgeSeconds ?? 0)}. Sign in again, and go on.`,
      }
    case 'STEP_UP_REQUIRED':
      return {
        title: `${tenant} wants a stronger sign-in`,
        text: `Sign in again${amr.length > 0 ? `, by ${either.format(amr)}` : ''}${acr.length > 0 ? `, at the level ${either.format(acr)}` : ''}. If Okta does not offer it, your Okta administrator can set it up for you.`,
      }
    case 'NETWORK_NOT_ALLOWED':
      return {
        title: 'Not from this network',
        text: `${tenant} can be used from some networks only, and yours is not one of them. Connect to your company’s network or VPN, and try again.`,
      }
    case 'UNAUTHENTICATED':
    case 'SECURITY_NOT_AUTHORIZED':
      return {
        title: 'Tenantry did not accept your sign-in',
        text: `Okta signed you in, but the token is not one that ${tenant} takes. Issuer, audience and App Client ID of the tenant have to be those of its Okta app.`,
      }
    default:
      return { title: 'The admin could not be opened', text: explanationOf(error) }
  }
}
