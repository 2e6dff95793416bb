/**
 * The path to go to after sign-in: `wished` if it stays on this origin, else the start page.
 * Both ends call it: what is remembered before leaving for Okta is not trusted when coming back.
 */
export function safeReturnTo(wished: string | null | undefined, origin = window.location.origin) {
  // Browsers read "//host" and "/\host" as another host, and skip tabs and line breaks within.
  if (!wished || !/^\/(?![/\\])/.test(wished) || hasControlCharacter(wished)) return '/'
  const url = new URL(wished, origin)
  if (url.origin !== origin || url.pathname === '/callback') return '/'
  return url.pathname + withoutSignInParameters(url.searchParams) + url.hash
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ')
}

/** A code, an error or a wish to start at Okta belongs to one load of the page only. */
function withoutSignInParameters(parameters: URLSearchParams): string {
  for (const name of ['code', 'state', 'error', 'error_description', 'iss']) parameters.delete(name)
  const rest = parameters.toString()
  return rest && `?${rest}`
}
