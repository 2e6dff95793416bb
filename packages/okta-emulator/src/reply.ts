import { redirect } from './http.ts'
import { escapeHtml, inScript, scriptPage } from './pages.ts'

export const RESPONSE_MODES = ['query', 'fragment', 'form_post', 'okta_post_message'] as const
export type ResponseMode = (typeof RESPONSE_MODES)[number]

export type Reply = (result: Record<string, string>) => Response

/** How the outcome of an authorization request gets back to the client, and to nobody else. */
export function replyTo(redirectUri: string, mode: ResponseMode, state: string | null): Reply {
  const { origin } = new URL(redirectUri)
  return (result) => {
    const answer = state === null ? result : { ...result, state }
    const target = new URL(redirectUri)
    switch (mode) {
      case 'query':
        for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value)
        return redirect(target.href)
      case 'fragment':
        target.hash = new URLSearchParams(answer).toString()
        return redirect(target.href)
      case 'form_post':
        return formPost(redirectUri, answer)
      case 'okta_post_message':
        return scriptPage(
          `(window.opener ?? window.parent).postMessage(${inScript(answer)}, ${inScript(origin)})`,
          '',
          { framedBy: origin },
        )
    }
  }
}

function formPost(redirectUri: string, answer: Record<string, string>): Response {
  const inputs = Object.entries(answer).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  )
  const form = `<form method="post" action="${escapeHtml(redirectUri)}">${inputs.join('')}</form>`
  return scriptPage('document.forms[0].submit()', form, {
    formAction: new URL(redirectUri).origin,
  })
}
