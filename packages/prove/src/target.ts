/** What is tried: an API, near or far. */
export interface Target {
  /** Where it is, for the URLs of requests. */
  origin: string
  send(request: Request): Promise<Response>
  /** What the last request did, where that can be seen: its DynamoDB calls and its log lines. */
  inside?(): Inside
  /** Gives `b` whatever `a` has, under the same ids, with the mark of `b`; where that can be done. */
  collide?: ((a: Owner, b: Owner) => Promise<void>) | undefined
  /** All that is stored of a tenant, where that can be seen. */
  dump?(tenantId: string): Promise<string>
}

interface Owner {
  tenantId: string
  mark: string
}

export interface Inside {
  calls: string
  logs: string
}

export interface Question {
  tenantId: string
  path: string
  /** The header as it is sent; absent: anonymous. */
  authorization?: string | undefined
  query: string
  variables?: object
}

/** All that a caller can see of an answer. */
export interface Answer {
  status: number
  headers: string
  body: string
}

/** What differs from one request to the next, whoever asks. */
const OF_THE_MOMENT =
  /^(x-request-id|date|connection|keep-alive|content-length|transfer-encoding|apigw-requestid|x-amz-cf-.*|x-cache|via)$/

export async function send(target: Target, question: Question): Promise<Answer> {
  const { tenantId, path, authorization, query, variables = {} } = question
  const request = new Request(new URL(path, target.origin), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-tenant': tenantId,
      ...(authorization !== undefined && { authorization }),
    },
    body: JSON.stringify({ query, variables }),
  })
  const response = await target.send(request)
  const headers = [...response.headers].filter(([name]) => !OF_THE_MOMENT.test(name))
  return {
    status: response.status,
    headers: headers.map((it) => it.join(': ')).join('\n'),
    body: await response.text(),
  }
}

/** The answer of one operation, or the refusal of the whole request. */
export interface Envelope {
  // Whatever the document asked for: who reads too far fails.
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any
  error: { code: string; message: string } | null
}

/** Reads what `documentOf` asks for. */
export function envelopeIn({ status, body }: Answer): Envelope {
  const json = parsed(body)
  const [first] = json.errors ?? []
  if (json.error) return { data: null, error: json.error }
  if (first) return { data: null, error: { code: codeOf(first), message: first.message } }
  const answer = json.data?.answer ?? json.data?.area?.answer
  if (answer === undefined)
    throw new Error(`Nobody knows what this answer means: ${status} ${body}`)
  const isEnvelope = typeof answer === 'object' && answer !== null && 'error' in answer
  return isEnvelope ? answer : { data: answer, error: null }
}

interface Body {
  data?: { answer?: unknown; area?: { answer?: unknown } } | null
  error?: Envelope['error']
  errors?: { message: string; extensions?: { code?: string } }[]
}

const codeOf = ({ extensions }: NonNullable<Body['errors']>[number]) =>
  extensions?.code ?? 'GRAPHQL'

// oxlint-disable-next-line typescript/no-explicit-any
function parsed(body: string): any {
  try {
    return JSON.parse(body) as Body
  } catch {
    throw new Error(`This is no answer of the API: ${body.slice(0, 200)}`)
  }
}
