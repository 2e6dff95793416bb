const MAX_BYTES = 64 * 1024

interface OrgRequest {
  /** For the whole of it, to the last byte. */
  timeoutMilliseconds: number
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** What an org answered, whatever the status: a redirect is an answer, too. */
export interface OrgAnswer {
  status: number
  headers: Headers
  text: string
}

/**
 * Asks an Okta org, within strict limits: no redirect is followed, at most 64 KB are read, and it ends
 * in the time that is given. The address must have been made from an issuer that is allowed.
 */
export async function fetchFromOrg(
  url: string,
  { timeoutMilliseconds, headers, ...request }: OrgRequest,
): Promise<OrgAnswer> {
  const response = await fetch(url, {
    ...request,
    // A redirect could lead to an origin that nobody allowed.
    redirect: 'manual',
    headers: { accept: 'application/json', ...headers },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  })
  const text = await boundedText(response, url)
  return { status: response.status, headers: response.headers, text }
}

/** Counts what arrives after decompression: a small answer can unfold into a large one. */
async function boundedText({ body }: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new Error(`The answer of ${url} is larger than ${MAX_BYTES} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
