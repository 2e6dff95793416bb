const GRACE_MILLISECONDS = 1_500

/**
 * Claims the tokens of this tab for as long as the tab lives; false if another tab holds them. A
 * duplicated tab carries a copy of the refresh token, and Okta takes the use of both copies for a
 * theft: it revokes the sign-in of both.
 */
export async function claimTokens(name: string): Promise<boolean> {
  if (!navigator.locks) return true // only on http beyond localhost, where Okta does not work either
  return new Promise((resolve, reject) => {
    // A reload waits for the page before it, which lets go a moment later.
    const signal = AbortSignal.timeout(GRACE_MILLISECONDS)
    const untilTheTabCloses = () => {
      resolve(true)
      return new Promise<never>(() => {})
    }
    navigator.locks
      .request(`tenantry:tokens:${name}`, { signal }, untilTheTabCloses)
      .catch((error: unknown) => {
        if (signal.aborted) resolve(false)
        else reject(error instanceof Error ? error : new Error(String(error)))
      })
  })
}
