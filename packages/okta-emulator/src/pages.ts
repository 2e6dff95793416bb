import { randomText } from './random.ts'

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 22rem; margin: 12vh auto 0; padding: 0 1.5rem }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 1.5rem }
label { display: block; margin-bottom: 1rem }
input, button { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem .75rem }
input, button { border: 1px solid light-dark(#8c8c96, #6e6e78); border-radius: 4px }
input { display: block; margin-top: .25rem }
button { background: #1662dd; border-color: #1662dd; color: #fff; cursor: pointer }
[role=alert] { color: light-dark(#b00020, #ff8a80) }
footer { margin-top: 2rem; font-size: .85rem; opacity: .7 }`

interface Policy {
  /** Where the page's form may lead, redirects included. */
  formAction?: string
  /** Who may frame the page; nobody unless told, so that no site can have its buttons clicked. */
  framedBy?: string
}

/** Text that stands in HTML as itself, also in an attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

export function page(status: number, title: string, body: string, policy: Policy = {}): Response {
  const nonce = randomText(12)
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style nonce="${nonce}">${STYLE}</style>
<h1>${escapeHtml(title)}</h1>${body}
<footer>This is the local stand-in for Okta.</footer>
</html>`
  return respond(status, html, nonce, policy)
}

/** A page that only runs `script`. */
export function scriptPage(script: string, body: string, policy: Policy): Response {
  const nonce = randomText(12)
  const html = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Okta</title>${body}
<script nonce="${nonce}">${script}</script></html>`
  return respond(200, html, nonce, policy)
}

/** A value as it may stand in a script: nothing in it ends the script. */
export const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

export const refusedPage = (message: string): Response =>
  page(400, '400 Bad Request', `<p role="alert">${escapeHtml(message)}</p>`)

function respond(status: number, html: string, nonce: string, policy: Policy): Response {
  const { formAction = "'none'", framedBy = "'none'" } = policy
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [
        `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`,
        `form-action ${formAction}; frame-ancestors ${framedBy}; base-uri 'none'`,
      ].join('; '),
    },
  })
}
