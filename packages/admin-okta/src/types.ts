import type { OktaAuth } from '@okta/okta-auth-js/core'
import type { OktaSignIn } from '@okta/okta-signin-widget/oie'

/** Where the people of one tenant sign in. */
export interface SignInSettings {
  tenantId: string
  name: string
  issuer: string
  clientId: string
  scopes: readonly string[]
  /** Which token the API takes: an org without a custom authorization server has only ID tokens. */
  tokenUse: 'ACCESS' | 'ID'
}

/** What an `OktaFactory` is given: everything about the tenant's Okta app, from its settings. */
export interface OktaSettings {
  clientId: string
  issuer: string
  scopes: readonly string[]
  tenantId: string
}

/** What one showing of the widget is for. */
export interface WidgetWish {
  /** The person has to prove who they are: a session that Okta still has does not do. */
  authenticate: boolean
}

/** The two Okta libraries of one tenant. The widget comes lazily: signed-in people never load it. */
export interface OktaClients {
  oktaAuth: OktaAuth
  oktaSignIn: (wish: WidgetWish) => Promise<OktaSignIn>
}

/** Makes the Okta libraries of a tenant; the one function that an integrator writes. */
export type OktaFactory = (settings: OktaSettings) => OktaClients

/** Who is signed in, from the claims of the ID token. */
export interface OktaPerson {
  id: string
  name: string
  email?: string
  claims: Readonly<Record<string, unknown>>
}

/** Why nobody can sign in at the moment; each kind has a page of its own with a way on. */
export type SignInProblem =
  | { kind: 'unknownTenant' }
  | { kind: 'disabledTenant' }
  | { kind: 'noClient' }
  | { kind: 'apiUnreachable'; reason: string }
  | { kind: 'oktaUnreachable'; origin: string }
  | { kind: 'originNotTrusted'; origin: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'denied'; reason: string }
  /** Somebody has just proved who they are, and the API does not take it all the same. */
  | { kind: 'turnedAway' }

/** Thrown by a settings loader that knows why nobody can sign in. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly problem: SignInProblem

  constructor(problem: SignInProblem, options: ErrorOptions = {}) {
    super(problem.kind, options)
    this.problem = problem
  }
}

interface SignedIn {
  step: 'signedIn'
  person: OktaPerson
  /** The app stays as it is until the same person signs in again. */
  expired: boolean
  /** Why that is not possible at the moment. */
  problem?: SignInProblem | undefined
}

/** Where the tab stands. */
export type OktaState =
  | { step: 'starting' }
  | { step: 'leaving' }
  | { step: 'callback' }
  | { step: 'signIn'; signedOut: boolean }
  | { step: 'problem'; problem: SignInProblem }
  | SignedIn
  | { step: 'signingOut' }
