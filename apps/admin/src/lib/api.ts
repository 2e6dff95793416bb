import type { TadaDocumentNode } from 'gql.tada'
import { Kind, OperationTypeNode, print, type DocumentNode } from 'graphql'
import { ApiError } from './api-error.ts'

/** How the API wraps the answer of one operation. */
interface Envelope<Data> {
  data: Data | null
  error: { code: string | null; message: string | null; data: unknown } | null
}

export interface Api {
  /** The whole answer, for operations without an envelope. */
  send<Data, Variables>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>
  /** The content of the envelope that `pick` takes from the answer; throws `ApiError` otherwise. */
  call<Data, Variables, Content>(
    document: TadaDocumentNode<Data, Variables>,
    variables: Variables,
    pick: (data: Data) => Envelope<Content> | null | undefined,
  ): Promise<Content>
  /**
   * Asks for content, or changes it, in a locale. That schema is the tenant's own, so the document is
   * text and nothing promises the types of its answer. Its one operation is named `answer`.
   */
  manage(locale: string, document: string, variables?: object): Promise<ContentAnswer>
}

export interface ContentAnswer {
  data: unknown
  /** Where a page of a list ends. */
  meta: unknown
}

export interface ApiOptions {
  tenantId: string
  /** The bearer for the next request; none for what may be asked anonymously. */
  getToken?: () => Promise<string>
  /** What is done about a token that the API does not take, one after the other: each time the request is sent once more. */
  remedies?: readonly ((refused: string) => Promise<void> | void)[]
}

interface Answer {
  data: unknown
  requestId: string | undefined
}

const RESEND_AFTER_MS = 1000
/** From what stands before the API, which may have done its work all the same. */
const GATEWAY_FAILURES = [502, 503, 504]

export function createApi(options: ApiOptions): Api {
  const ask = async (question: Question, isChange: boolean): Promise<Answer> => {
    const { tenantId, getToken, remedies = [] } = options
    const headers = headersOf(tenantId, isChange)
    const send = isChange ? postUntilAnswered : post
    for (const remedy of remedies) {
      const token = await orUnreachable(getToken?.())
      const reply = await send(question, headers, token)
      if (!token || !isTokenRefused(reply)) return answerOf(reply)
      await orUnreachable(remedy(token))
    }
    return answerOf(await send(question, headers, await orUnreachable(getToken?.())))
  }
  const request = (document: DocumentNode, variables: unknown): Promise<Answer> => {
    const body = JSON.stringify({ query: print(document), variables })
    return ask({ path: '/graphql', body }, isMutation(document))
  }
  return {
    // The types of a document are those that the schema promises for its answer.
    send: async (document, variables) => (await request(document, variables)).data as never,
    call: async (document, variables, pick) => {
      const { data, requestId } = await request(document, variables)
      return contentOf(pick(data as never), requestId)
    },
    manage: async (locale, query, variables = {}) => {
      const path = `/cms/manage/${encodeURIComponent(locale)}`
      const body = JSON.stringify({ query, variables })
      const { data, requestId } = await ask({ path, body }, query.startsWith('mutation'))
      const { answer } = data as { answer?: Envelope<unknown> & { meta?: unknown } }
      return { data: contentOf(answer, requestId), meta: answer?.meta }
    },
  }
}

interface Question {
  path: string
  body: string
}

interface Reply {
  status: number
  body: Body | undefined
  requestId: string | undefined
}

interface Body {
  data?: unknown
  error?: { code?: string; message?: string; data?: unknown }
  errors?: { message?: string; extensions?: { code?: string } }[]
}

/** One set for all attempts: a change that was made, but not answered, is not made again. */
const headersOf = (tenantId: string, isChange: boolean): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/json',
  'x-tenant': tenantId,
  ...(isChange && { 'idempotency-key': crypto.randomUUID() }),
})

async function post(
  { path, body }: Question,
  headers: Record<string, string>,
  token: string | undefined,
): Promise<Reply> {
  const authorization = token && { authorization: `Bearer ${token}` }
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { ...headers, ...authorization },
      body,
    })
    if (GATEWAY_FAILURES.includes(response.status)) throw new Error(`HTTP ${response.status}`)
    const requestId =
      response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid') ?? undefined
    return { status: response.status, body: await bodyOf(response), requestId }
  } catch (cause) {
    throw new ApiError('UNREACHABLE', 'Tenantry could not be reached.', { cause })
  }
}

/** Twice at most: perhaps it was done and only the answer got lost, and under its key it is done once. */
async function postUntilAnswered(...request: Parameters<typeof post>): Promise<Reply> {
  try {
    return await post(...request)
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RESEND_AFTER_MS))
    return post(...request)
  }
}

async function bodyOf(response: Response): Promise<Body | undefined> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? body : undefined
}

/** What only Okta can give. */
async function orUnreachable<Answer>(answer: Promise<Answer> | Answer): Promise<Answer> {
  try {
    return await answer
  } catch (cause) {
    throw new ApiError('UNREACHABLE', 'Okta could not be reached.', { cause })
  }
}

/** That it is too old is the tenant's policy: a renewed one may be young enough, else one signs in. */
const TOKEN_CODES = ['UNAUTHENTICATED', 'TOKEN_TOO_OLD']

const isTokenRefused = ({ status, body }: Reply) =>
  status === 401 && TOKEN_CODES.includes(body?.error?.code ?? '')

function answerOf({ status, body, requestId }: Reply): Answer {
  const first = body?.errors?.[0]
  const code = body?.error?.code ?? first?.extensions?.code
  const message = body?.error?.message ?? first?.message
  if (code || message) {
    const data = body?.error?.data
    throw new ApiError(code ?? 'INTERNAL', message ?? `The API answered ${status}.`, {
      data,
      requestId,
    })
  }
  if (!body?.data) {
    throw new ApiError('UNREADABLE', `The API gave an answer (${status}) that is not its own.`, {
      requestId,
    })
  }
  return { data: body.data, requestId }
}

function contentOf<Content>(
  envelope: Envelope<Content> | null | undefined,
  requestId: string | undefined,
): Content {
  const error = envelope?.error
  if (error) {
    const { code, message, data } = error
    throw new ApiError(code ?? 'INTERNAL', message ?? 'The API refused.', { data, requestId })
  }
  if (envelope?.data === null || envelope?.data === undefined) {
    throw new ApiError('UNREADABLE', 'The API answered without content.', { requestId })
  }
  return envelope.data
}

function isMutation(document: DocumentNode): boolean {
  return document.definitions.some(
    (it) => it.kind === Kind.OPERATION_DEFINITION && it.operation === OperationTypeNode.MUTATION,
  )
}
