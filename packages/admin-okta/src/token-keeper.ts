import { isOAuthError, type IDToken, type OktaAuth, type Tokens } from '@okta/okta-auth-js/core'

/** Holds the tokens of a tab and renews them ahead of their end, also when the tab has slept. */
export interface TokenKeeper {
  /** The token that the API takes, however old; none when there are no tokens. */
  bearer(): string | undefined
  /**
   * The same, but not about to end: renewed before if need be. None: Okta wants the person. Throws
   * if Okta could not be asked and the token has ended; it is kept, and asked for again.
   */
  fresh(): Promise<string | undefined>
  /** Renews now, once for all who ask meanwhile. Throws if Okta could not be asked. */
  renew(): Promise<void>
  /** Renews by itself from now on. */
  watch(): void
  /** Takes tokens in the place of those at hand. */
  take(tokens: Tokens): void
  /** Forgets the tokens; a renewal that is under way comes to nothing. */
  drop(): void
}

interface TokenKeeperOptions {
  /** Which token the API takes. */
  tokenUse: 'ACCESS' | 'ID'
  /** Okta refuses to renew; the tokens are dropped. */
  onRefused(): void
}

/** So long before its end a token is renewed: timers of a tab in the background are late by as much. */
const MARGIN_SECONDS = 60
const LONGEST_PAUSE_SECONDS = 60

export function createTokenKeeper(oktaAuth: OktaAuth, options: TokenKeeperOptions): TokenKeeper {
  const { tokenManager } = oktaAuth
  let running: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  /** What was taken last. */
  let taken: Tokens | undefined
  let changes = 0

  const current = () => {
    const { accessToken, idToken } = tokenManager.getTokensSync()
    return options.tokenUse === 'ID' ? idToken : accessToken
  }
  const bearer = () =>
    options.tokenUse === 'ID' ? oktaAuth.getIdToken() : oktaAuth.getAccessToken()
  const secondsLeft = () => (current()?.expiresAt ?? 0) - now()
  const margin = () => marginOf(tokenManager.getTokensSync(), current())
  const secondsToRenewal = () => secondsLeft() - margin()

  const put = (tokens: Tokens | undefined) => {
    taken = tokens
    changes++
    failures = 0
    if (tokens) tokenManager.setTokens(tokens)
    else tokenManager.clear()
    arm()
  }
  const arm = () => {
    clearTimeout(timer)
    if (!bearer()) return
    const seconds = failures > 0 ? pauseAfter(failures) : secondsToRenewal()
    timer = setTimeout(keepFresh, seconds * 1000)
  }
  const keepFresh = () => {
    if (bearer() && secondsToRenewal() <= 0)
      renew().catch(() => {}) // and again after a pause
    else arm()
  }
  const renew = () => {
    running ??= renewOnce().finally(() => {
      running = undefined
      arm()
    })
    return running
  }
  const renewOnce = async () => {
    const before = { changes, tokens: tokenManager.getTokensSync() }
    const tokens = await oktaAuth.token.renewTokens().catch((error: unknown) => {
      if (isRefusal(error)) return undefined
      failures++
      throw error
    })
    // Meanwhile somebody signed out or in, and auth-js has put a refresh token there by itself.
    if (before.changes !== changes) return put(taken)
    if (tokens) return put({ ...before.tokens, ...tokens })
    put(undefined)
    options.onRefused()
  }

  return {
    bearer,
    renew,
    async fresh() {
      // The timer comes first, unless it slept: nobody waits before the last moments.
      if (bearer() && secondsLeft() <= margin() / 4) {
        await renew().catch((error: unknown) => {
          if (secondsLeft() <= 0) throw error
        })
      }
      return bearer()
    },
    watch() {
      arm()
      // After a sleep the timer is late, or what it tried had no network yet.
      document.addEventListener('visibilitychange', keepFresh)
      window.addEventListener('online', keepFresh)
    },
    take: put,
    drop: () => put(undefined),
  }
}

const now = () => Date.now() / 1000

/** A token that lives only minutes is renewed in the last third of its life. */
function marginOf({ idToken }: Tokens, token: { expiresAt: number } | undefined): number {
  const life = idToken && token ? token.expiresAt - takenAt(idToken) : Infinity
  return Math.min(MARGIN_SECONDS, life / 3)
}

/** When Okta gave the tokens, by the clock of this machine: only the ID token tells. */
function takenAt({ expiresAt, claims: { exp, iat } }: IDToken): number {
  return exp && iat ? expiresAt - (exp - iat) : -Infinity
}

/** Full jitter over the second half: tabs that lost the network together do not come back together. */
function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_SECONDS, 2 ** failures) * (0.5 + Math.random() / 2)
}

/** Whether Okta said no, and would say so again: not for want of a network or of time. */
function isRefusal(error: unknown): boolean {
  if (!isOAuthError(error)) return false
  const status = error.resp?.status ?? 400
  return (
    status < 500 &&
    status !== 429 &&
    !/^(server_error|temporarily_unavailable)$/.test(error.errorCode)
  )
}
