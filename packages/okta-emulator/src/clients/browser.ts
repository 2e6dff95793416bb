import { seed } from '../index.ts'

/** What a person's browser does for a client: keeps cookies, fills in the form, stops at the app. */
export function browser() {
  const cookies = new Map<string, string>()

  async function open(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, { redirect: 'manual', headers: { cookie }, ...init })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }

  /** Opens the page and signs in on it; gives what the form is answered with. */
  async function signIn(address: URL, username: string): Promise<Response> {
    const { action } = formOf(await (await open(address)).text())
    const body = new URLSearchParams({ username, password: seed.password })
    return open(new URL(action, address), { method: 'POST', body })
  }

  return { open, signIn }
}

/** The form of a page: where it leads, and what it carries by itself. */
export function formOf(page: string): { action: string; fields: URLSearchParams } {
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page) ?? []
  const inputs = page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
  const fields = new URLSearchParams()
  for (const [, name = '', value = ''] of inputs) fields.append(name, value)
  return { action, fields }
}

/** Where a redirect leads. */
export const targetOf = (response: Response): URL =>
  new URL(response.headers.get('location') ?? 'about:blank')
