import type { IDToken, Tokens } from '@okta/okta-auth-js/core'
import { CALLBACK_PATH, endpointOf } from './clients.ts'
import { safeReturnTo } from './return-to.ts'
import { claimTokens } from './tab-lock.ts'
import { clearTab, tabNotes, type TabNotes } from './tab-storage.ts'
import { tenantOfTab } from './tenant-of-tab.ts'
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts'
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
  /**
   * Signs in on Okta's own page and comes back to the page at hand. `login`: asks for a person;
   * `acrValues`: at this level, such as `urn:okta:loa:2fa:any`.
   */
  signInWithRedirect(prompt?: 'login', acrValues?: string): Promise<void>
  /**
   * A token that is still valid. Waits while the person signs in again. Throws `SignInError` while
   * Okta cannot be asked for a new one.
   */
  getAccessToken(): Promise<string>
  /** Replaces a token that the API does not take, unless somebody else has. Throws `SignInError`. */
  renewToken(refused: string): Promise<void>
  /**
   * Gives up a token that the API does not take: the person signs in again, the page stays. Okta is
   * to ask who they are, for what its session gives the API has just refused.
   */
  expire(refused: string): void
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
  keeper?: TokenKeeper
  /** The API takes no token of the sign-in that Okta has: Okta would only give more of them. */
  mustAuthenticate: boolean
  /** When somebody last did so because they had to. */
  authenticatedAt: number
  /** Requests that wait for the person to sign in again. */
  waiting: (() => void)[]
}

export function createOktaSession(options: SessionOptions): OktaSession {
  const { getState, setState, subscribe } = createStore<OktaState>({ step: 'starting' })
  const tenantId = tenantOfTab()
  const leave = options.leave ?? ((url: string) => window.location.assign(url))
  const notes = tabNotes(tenantId)
  const tab: Tab = {
    tenantId,
    notes,
    options,
    leave,
    getState,
    setState,
    mustAuthenticate: false,
    authenticatedAt: 0,
    waiting: [],
  }
  let started: Promise<void> | undefined

  return {
    tenantId,
    getState,
    subscribe,
    getSettings: () => tab.settings,
    start: () => (started ??= start(tab)),
    showWidget: (selector) => showWidget(tab, selector),
    signInWithRedirect: (prompt, acrValues) =>
      askOkta(tab, tab.mustAuthenticate ? 'login' : prompt, acrValues),
    getAccessToken: () => validToken(tab),
    renewToken: (refused) => renewToken(tab, refused),
    expire: (refused) => {
      if (keeperOf(tab).bearer() !== refused) return
      tab.mustAuthenticate = true
      expire(tab, isJustNow(tab.authenticatedAt) ? { kind: 'turnedAway' } : undefined)
    },
    signOut: () => signOut(tab),
  }
}

async function start(tab: Tab): Promise<void> {
  try {
    tab.settings = await tab.options.loadSettings(tab.tenantId)
    if (!tab.settings.clientId) return fail(tab, { kind: 'noClient' })
    makeClients(tab, tab.settings)
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

function makeClients(tab: Tab, { tokenUse, ...settings }: SignInSettings): void {
  tab.clients = tab.options.factory({ ...settings, tenantId: tab.tenantId })
  const onRefused = () => expire(tab)
  tab.keeper = createTokenKeeper(tab.clients.oktaAuth, { tokenUse, onRefused })
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
  tab.notes.remove('asked') // a reload from here on asks again
  const { tokens } = await oktaAuth.token.parseFromUrl({ url })
  await takeTokens(tab, tokens)
}

/** False, too, if another tab holds them: this one was duplicated, and gives its copies up. */
async function holdsTokens(tab: Tab): Promise<boolean> {
  const keeper = keeperOf(tab)
  if (!keeper.bearer()) return false
  if (await claim(tab, tab.notes.get('tokens') ?? crypto.randomUUID())) {
    return (await keeper.fresh()) !== undefined
  }
  keeper.drop()
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
  if (tab.mustAuthenticate) tab.authenticatedAt = Date.now()
  tab.mustAuthenticate = false
  tidyAddress()
  keeperOf(tab).watch()
  tab.setState({ step: 'signedIn', person: personOf(idToken?.claims ?? {}), expired: false })
  for (const goOn of tab.waiting.splice(0)) goOn()
}

function askPerson(tab: Tab): void {
  tidyAddress()
  tab.setState({ step: 'signIn', signedOut: tab.notes.get('ended') !== null })
}

/** What Okta wrote into the address belongs to one load of the page. */
function tidyAddress(): void {
  const { pathname, search, hash } = window.location
  if (pathname !== CALLBACK_PATH && !new URLSearchParams(search).has('iss')) return
  window.history.replaceState(null, '', safeReturnTo(pathname + search + hash))
}

/** Somebody who is signed in at Okta already need not see a form. Once: or the tab would go round. */
async function askSilently(tab: Tab, settings: SignInSettings): Promise<void> {
  const problem = await probe(settings)
  if (problem) return fail(tab, problem)
  tab.notes.set('asked', 'once')
  await askOkta(tab, 'none')
}

/** Loaded by who is not signed in only. */
async function probe(settings: SignInSettings): Promise<SignInProblem | undefined> {
  const { probeOkta } = await import('./probe.ts')
  return probeOkta(settings, window.location.origin + CALLBACK_PATH)
}

async function askOkta(tab: Tab, prompt?: 'none' | 'login', acrValues?: string): Promise<void> {
  const { oktaAuth } = clientsOf(tab)
  const { pathname, search, hash } = window.location
  tab.notes.set('returnTo', safeReturnTo(pathname + search + hash))
  // A page with something typed in it stays until the browser has left it.
  if (tab.getState().step !== 'signedIn') tab.setState({ step: 'leaving' })
  try {
    oktaAuth.options.setLocation = tab.leave
    await oktaAuth.signInWithRedirect({
      ...(prompt && { prompt }),
      ...(acrValues && { acrValues }),
    })
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
  const state = tab.getState()
  // A new form takes away what was wrong with the one before, but not why nobody may pass it.
  if (state.step === 'signedIn' && state.problem?.kind !== 'turnedAway')
    tab.setState({ ...state, problem: undefined })
  let isGone = false
  let remove = () => {}
  const show = async () => {
    const widget = await oktaSignIn({ authenticate: tab.mustAuthenticate })
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

/** From now on the tab's own. The widget's client, if it was that, keeps nothing. */
async function takeTokens(tab: Tab, tokens: Tokens): Promise<void> {
  const before = tab.getState()
  keeperOf(tab).take(tokens)
  await claim(tab, crypto.randomUUID())
  const person = personOf(tokens.idToken?.claims ?? {})
  if (before.step !== 'signedIn' || before.person.id === person.id) return enter(tab)
  // What is on the page belongs to who was signed in before.
  tab.setState({ step: 'starting' })
  tab.leave(window.location.pathname + window.location.search)
}

async function validToken(tab: Tab): Promise<string> {
  const state = tab.getState()
  if (state.step !== 'signedIn') throw new Error('Nobody is signed in on this tab.')
  const token = state.expired ? undefined : await asked(tab, keeperOf(tab).fresh())
  if (token) return token
  await new Promise<void>((resolve) => tab.waiting.push(resolve))
  return validToken(tab)
}

async function renewToken(tab: Tab, refused: string): Promise<void> {
  const keeper = keeperOf(tab)
  if (keeper.bearer() === refused) await asked(tab, keeper.renew())
}

/** What Okta was asked for; that it could not be is told in our own words. */
function asked<Answer>(tab: Tab, answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((cause: unknown) => {
    const origin = new URL(tab.settings?.issuer ?? window.location.href).origin
    throw new SignInError({ kind: 'oktaUnreachable', origin }, { cause })
  })
}

/** Longer than the API takes to refuse, and shorter than what may happen to an account in a day. */
const REFUSAL_MILLISECONDS = 30_000
const isJustNow = (time: number) => Date.now() - time < REFUSAL_MILLISECONDS

function expire(tab: Tab, problem?: SignInProblem): void {
  const state = tab.getState()
  if (state.step !== 'signedIn' || state.expired) return
  keeperOf(tab).drop()
  tab.setState({ ...state, expired: true, ...(problem && { problem }) })
}

async function signOut(tab: Tab): Promise<void> {
  const { oktaAuth } = clientsOf(tab)
  const home = `${window.location.origin}/`
  const { accessToken, refreshToken, idToken } = oktaAuth.tokenManager.getTokensSync()
  const bearer = keeperOf(tab).bearer()
  tab.setState({ step: 'signingOut' })
  // The API first: it takes the token only while the token is valid.
  if (bearer) await settled(tab.options.beforeSignOut?.(bearer))
  if (refreshToken) await settled(oktaAuth.revokeRefreshToken(refreshToken))
  if (accessToken) await settled(oktaAuth.revokeAccessToken(accessToken))
  keeperOf(tab).drop()
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
  const found = tab.settings && (await probe(tab.settings).catch(() => undefined))
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

/** A page with something typed in it stays, and says it where it asks to sign in again. */
function fail(tab: Tab, problem: SignInProblem): void {
  const state = tab.getState()
  tab.setState(state.step === 'signedIn' ? { ...state, problem } : { step: 'problem', problem })
}

function clientsOf({ clients }: Tab): OktaClients {
  if (!clients) throw new Error('The session has not started.')
  return clients
}

function keeperOf({ keeper }: Tab): TokenKeeper {
  if (!keeper) throw new Error('The session has not started.')
  return keeper
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
