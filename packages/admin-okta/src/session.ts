import type { IDToken, OktaAuth, Tokens } from '@okta/okta-auth-js/core'
import { CALLBACK_PATH, endpointOf } from './clients.ts'
import { probeOkta } from './probe.ts'
import { safeReturnTo } from './return-to.ts'
import { claimTokens } from './tab-lock.ts'
import { clearTab, tabNotes, type TabNotes } from './tab-storage.ts'
import { tenantOfTab } from './tenant-of-tab.ts'
import {
  SignInError,
  type OktaClients,
  type OktaFactory,
  type OktaPerson,
  type OktaState,
  type SignInProblem,
  type SignInSettings,
} from './types.ts'

export interface SessionOptions {
  factory: OktaFactory
  /** Where the people of a tenant sign in; throws `SignInError` if it knows why they cannot. */
  loadSettings(tenantId: string): Promise<SignInSettings>
  /** Tells the API that the token at hand is given up; a failure does not stop the sign-out. */
  beforeSignOut?(token: string): Promise<unknown>
  /** Goes to another page; tests give their own. */
  leave?(url: string): void
}

/** The sign-in of one tab on one tenant. */
export interface OktaSession {
  readonly tenantId: string
  getState(): OktaState
  subscribe(listener: () => void): () => void
  /** The tenant's settings, once they are loaded. */
  getSettings(): SignInSettings | undefined
  /** Finds out where the tab stands. Runs once, however often it is called. */
  start(): Promise<void>
  /** Shows the Sign-In Widget in an element; the answer takes it away again. */
  showWidget(selector: string): () => void
  /** Signs in on Okta's own page and comes back to the page at hand. `login`: asks for a person. */
  signInWithRedirect(prompt?: 'login'): Promise<void>
  /** A token that is still valid. Waits while an ended sign-in is renewed by the person. */
  getAccessToken(): Promise<string>
  /** Says that the API no longer takes the token: the person signs in again, the page stays. */
  expire(): void
  /** Ends the sign-in here, at the API and at Okta, and comes back to the tenant's sign-in page. */
  signOut(): Promise<void>
}

interface Tab {
  tenantId: string
  notes: TabNotes
  options: SessionOptions
  leave(url: string): void
  getState(): OktaState
  setState(state: OktaState): void
  settings?: SignInSettings
  clients?: OktaClients
  renewal?: Promise<void>
  /** Requests that wait for the person to sign in again. */
  waiting: (() => void)[]
}

export function createOktaSession(options: SessionOptions): OktaSession {
  const { getState, setState, subscribe } = createStore<OktaState>({ step: 'starting' })
  const tenantId = tenantOfTab()
  const leave = options.leave ?? ((url: string) => window.location.assign(url))
  const notes = tabNotes(tenantId)
  const tab: Tab = { tenantId, notes, options, leave, getState, setState, waiting: [] }
  let started: Promise<void> | undefined

  return {
    tenantId,
    getState,
    subscribe,
    getSettings: () => tab.settings,
    start: () => (started ??= start(tab)),
    showWidget: (selector) => showWidget(tab, selector),
    signInWithRedirect: (prompt) => askOkta(tab, prompt),
    getAccessToken: () => validToken(tab),
    expire: () => expire(tab),
    signOut: () => signOut(tab),
  }
}

async function start(tab: Tab): Promise<void> {
  try {
    tab.settings = await tab.options.loadSettings(tab.tenantId)
    if (!tab.settings.clientId) return fail(tab, { kind: 'noClient' })
    tab.clients = tab.options.factory({ ...tab.settings, tenantId: tab.tenantId })
    const answer = answerOfOkta(tab)
    if (answer) return await finishSignIn(tab, answer)
    if (await holdsTokens(tab)) return enter(tab)
    if (asksToStartAtOkta(tab.settings)) return await askOkta(tab)
    if (tab.notes.get('ended') || tab.notes.get('asked')) return askPerson(tab)
    await askSilently(tab, tab.settings)
  } catch (error) {
    fail(tab, problemOf(tab, error))
  }
}

/** Okta's answer in the address, if this tab asked for it; anybody can write such an address. */
function answerOfOkta({ clients }: Tab): URLSearchParams | undefined {
  const url = new URL(window.location.href)
  if (url.pathname !== CALLBACK_PATH && url.pathname !== '/') return undefined
  const state = url.searchParams.get('state')
  const isAnswer = url.searchParams.has('code') || url.searchParams.has('error')
  const asked = state && clients?.oktaAuth.transactionManager.load({ state })
  return isAnswer && asked && asked.state === state ? url.searchParams : undefined
}

async function finishSignIn(tab: Tab, answer: URLSearchParams): Promise<void> {
  tab.setState({ step: 'callback' })
  const { oktaAuth } = clientsOf(tab)
  const url = window.location.href
  const returnTo = safeReturnTo(tab.notes.get('returnTo'))
  tab.notes.remove('returnTo')
  window.history.replaceState(null, '', returnTo) // the code leaves the address before anything else
  const error = answer.get('error')
  if (error) {
    oktaAuth.transactionManager.clear()
    const reason = answer.get('error_description') ?? error
    if (/^(login|interaction|consent)_required$/.test(error)) return askPerson(tab)
    return fail(tab, { kind: error === 'access_denied' ? 'denied' : 'refused', reason })
  }
  const { tokens } = await oktaAuth.token.parseFromUrl({ url })
  oktaAuth.tokenManager.setTokens(tokens)
  await claim(tab, crypto.randomUUID())
  enter(tab)
}

async function holdsTokens(tab: Tab): Promise<boolean> {
  const { oktaAuth } = clientsOf(tab)
  const { accessToken, refreshToken } = oktaAuth.tokenManager.getTokensSync()
  if (!accessToken && !refreshToken) return false
  if (await claim(tab, tab.notes.get('tokens') ?? crypto.randomUUID())) {
    if (isValid(oktaAuth) || (await renew(oktaAuth))) return true
  }
  clearTab(tab.tenantId)
  return false
}

/** Notes the name under which this tab holds its tokens: a duplicated tab carries the same name. */
async function claim(tab: Tab, name: string): Promise<boolean> {
  tab.notes.set('tokens', name)
  return claimTokens(name)
}

function enter(tab: Tab): void {
  const { idToken } = clientsOf(tab).oktaAuth.tokenManager.getTokensSync()
  tab.notes.remove('asked', 'ended', 'returnTo')
  if (window.location.pathname === CALLBACK_PATH) window.history.replaceState(null, '', '/')
  tab.setState({ step: 'signedIn', person: personOf(idToken?.claims ?? {}), expired: false })
  for (const goOn of tab.waiting.splice(0)) goOn()
}

function askPerson(tab: Tab): void {
  if (window.location.pathname === CALLBACK_PATH) window.history.replaceState(null, '', '/')
  tab.setState({ step: 'signIn', signedOut: tab.notes.get('ended') !== null })
}

/** Somebody who is signed in at Okta already need not see a form. Once: or the tab would go round. */
async function askSilently(tab: Tab, settings: SignInSettings): Promise<void> {
  const problem = await probeOkta(settings, window.location.origin + CALLBACK_PATH)
  if (problem) return fail(tab, problem)
  tab.notes.set('asked', 'once')
  await askOkta(tab, 'none')
}

async function askOkta(tab: Tab, prompt?: 'none' | 'login'): Promise<void> {
  const { oktaAuth } = clientsOf(tab)
  const { pathname, search, hash } = window.location
  tab.notes.set('returnTo', safeReturnTo(pathname + search + hash))
  tab.setState({ step: 'leaving' })
  try {
    oktaAuth.options.setLocation = tab.leave
    await oktaAuth.signInWithRedirect(prompt && { prompt })
  } catch (error) {
    fail(tab, problemOf(tab, error))
  }
}

/** Okta's dashboard names the issuer in the address; any other issuer is nobody's business here. */
function asksToStartAtOkta({ issuer }: SignInSettings): boolean {
  const asked = new URLSearchParams(window.location.search).get('iss')
  return asked !== null && (asked === issuer || asked === new URL(issuer).origin)
}

function showWidget(tab: Tab, selector: string): () => void {
  const { oktaSignIn } = clientsOf(tab)
  let isGone = false
  let remove = () => {}
  const show = async () => {
    const widget = await oktaSignIn()
    if (isGone) return
    remove = () => widget.remove()
    const tokens = await widget.showSignInToGetTokens({ el: selector })
    if (!isGone) await takeTokens(tab, tokens)
  }
  show().catch(async (error: unknown) => {
    if (isGone) return
    // The widget's own text is "unexpected internal error": the reason is here and nowhere else.
    console.error('The Okta Sign-In Widget gave up.', error)
    fail(tab, await diagnose(tab, error))
  })
  return () => {
    isGone = true
    remove()
  }
}

/** The widget's tokens become the app's. Its own client keeps nothing. */
async function takeTokens(tab: Tab, tokens: Tokens): Promise<void> {
  const before = tab.getState()
  clientsOf(tab).oktaAuth.tokenManager.setTokens(tokens)
  await claim(tab, crypto.randomUUID())
  const person = personOf(tokens.idToken?.claims ?? {})
  // What is on the page belongs to who was signed in before.
  if (before.step === 'signedIn' && before.person.id !== person.id) window.location.reload()
  else enter(tab)
}

async function validToken(tab: Tab): Promise<string> {
  const state = tab.getState()
  if (state.step !== 'signedIn') throw new Error('Nobody is signed in on this tab.')
  const { oktaAuth } = clientsOf(tab)
  if (!state.expired && !isValid(oktaAuth)) {
    tab.renewal ??= renewOrExpire(tab, oktaAuth).finally(() => delete tab.renewal)
    await tab.renewal
  }
  const token = bearerOf(tab)
  if (!isExpired(tab) && token && isValid(oktaAuth)) return token
  await new Promise<void>((resolve) => tab.waiting.push(resolve))
  return validToken(tab)
}

function bearerOf(tab: Tab): string | undefined {
  const { oktaAuth } = clientsOf(tab)
  return tab.settings?.tokenUse === 'ID' ? oktaAuth.getIdToken() : oktaAuth.getAccessToken()
}

async function renewOrExpire(tab: Tab, oktaAuth: OktaAuth): Promise<void> {
  if (!(await renew(oktaAuth))) expire(tab)
}

/** False: Okta wants the person. Throws if Okta could not be asked: then the tokens are kept. */
async function renew(oktaAuth: OktaAuth): Promise<boolean> {
  const before = oktaAuth.tokenManager.getTokensSync()
  try {
    await oktaAuth.tokenManager.renew('accessToken')
    return isValid(oktaAuth)
  } catch (error) {
    const after = oktaAuth.tokenManager.getTokensSync()
    // auth-js drops the refresh token when Okta refuses it, and the access token on any failure.
    if (!after.refreshToken) return false
    oktaAuth.tokenManager.setTokens({ ...before, ...after })
    throw error
  }
}

function isValid(oktaAuth: OktaAuth): boolean {
  const { accessToken } = oktaAuth.tokenManager.getTokensSync()
  return accessToken !== undefined && !oktaAuth.tokenManager.hasExpired(accessToken)
}

const isExpired = (tab: Tab) => {
  const state = tab.getState()
  return state.step !== 'signedIn' || state.expired
}

function expire(tab: Tab): void {
  const state = tab.getState()
  if (state.step !== 'signedIn' || state.expired) return
  clientsOf(tab).oktaAuth.tokenManager.clear()
  tab.setState({ ...state, expired: true })
}

async function signOut(tab: Tab): Promise<void> {
  const { oktaAuth } = clientsOf(tab)
  const home = `${window.location.origin}/`
  const { accessToken, refreshToken, idToken } = oktaAuth.tokenManager.getTokensSync()
  const bearer = bearerOf(tab)
  tab.setState({ step: 'signingOut' })
  // The API first: it takes the token only while the token is valid.
  if (bearer) await settled(tab.options.beforeSignOut?.(bearer))
  if (refreshToken) await settled(oktaAuth.revokeRefreshToken(refreshToken))
  if (accessToken) await settled(oktaAuth.revokeAccessToken(accessToken))
  oktaAuth.tokenManager.clear()
  clearTab(tab.tenantId)
  tab.notes.set('ended', 'yes')
  tab.leave(idToken ? logoutAddress(idToken, home) : home)
}

/** Okta ends its session only for a top-level visit: its cookies do not reach us otherwise. */
function logoutAddress({ issuer, idToken }: IDToken, home: string): string {
  const query = new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: home })
  return `${endpointOf(issuer, 'logout')}?${query.toString()}`
}

/** A sign-out goes on whatever happens, and does not wait for a server that hangs. */
async function settled(work: Promise<unknown> | undefined): Promise<void> {
  const tooLong = new Promise((resolve) => setTimeout(resolve, 4_000))
  await Promise.race([Promise.allSettled([work]), tooLong])
}

/** What is wrong, when the widget could not say. */
async function diagnose(tab: Tab, error: unknown): Promise<SignInProblem> {
  const redirectUri = window.location.origin + CALLBACK_PATH
  const found = tab.settings && (await probeOkta(tab.settings, redirectUri))
  return found ?? problemOf(tab, error)
}

function problemOf(tab: Tab, error: unknown): SignInProblem {
  if (error instanceof SignInError) return error.problem
  const reason = error instanceof Error ? error.message : String(error)
  if (!tab.settings || /dynamically imported module|Importing a module/.test(reason)) {
    return { kind: 'apiUnreachable', reason }
  }
  if (/fetch|network|load failed/i.test(reason)) {
    return { kind: 'oktaUnreachable', origin: new URL(tab.settings.issuer).origin }
  }
  return { kind: 'refused', reason }
}

function fail(tab: Tab, problem: SignInProblem): void {
  tab.setState({ step: 'problem', problem })
}

function clientsOf({ clients }: Tab): OktaClients {
  if (!clients) throw new Error('The session has not started.')
  return clients
}

function personOf(claims: object): OktaPerson {
  const known: Readonly<Record<string, unknown>> = { ...claims }
  const text = (name: string) => (typeof known[name] === 'string' ? known[name] : undefined)
  const email = text('email') ?? text('preferred_username')
  const id = text('sub') ?? ''
  return { id, name: text('name') ?? email ?? id, claims: known, ...(email && { email }) }
}

function createStore<State>(initial: State) {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    getState: () => state,
    setState: (next: State) => {
      state = next
      for (const listener of listeners) listener()
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
