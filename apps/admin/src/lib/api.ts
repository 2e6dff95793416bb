import type { TadaDocumentNode } from 'gql.tada'
import { Kind, OperationTypeNode, print, type DocumentNode } from 'graphql'
import { ApiError, hasCode } from './api-error.ts'

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
  /** Called when the API does not take the token; afterwards the request is sent once more. */
  onRefused?: () => void
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
    const idempotencyKey = isChange ? crypto.randomUUID() : undefined
    const attempt = () => post(options, question, idempotencyKey)
    const first = await attempt().catch(async (error: unknown) => {
      if (!isChange || !hasCode(error, 'UNREACHABLE')) throw error
      // Perhaps it was done and only the answer got lost: under the same key it is done once.
      await new Promise((resolve) => setTimeout(resolve, RESEND_AFTER_MS))
      return attempt()
    })
    if (first.status !== 401 || !options.onRefused || !isTokenRefused(first)) return answerOf(first)
    options.onRefused()
    return answerOf(await attempt())
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

async function post(
  { tenantId, getToken }: ApiOptions,
  { path, body }: Question,
  idempotencyKey: string | undefined,
): Promise<Reply> {
  const token = await getToken?.()
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-tenant': tenantId,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  }
  try {
    const response = await fetch(path, { method: 'POST', headers, body })
    if (GATEWAY_FAILURES.includes(response.status)) throw new Error(`HTTP ${response.status}`)
    const requestId =
      response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid') ?? undefined
    return { status: response.status, body: await bodyOf(response), requestId }
  } catch (cause) {
    throw new ApiError('UNREACHABLE', 'Tenantry could not be reached.', { cause })
  }
}

async function bodyOf(response: Response): Promise<Body | undefined> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? body : undefined
}

const isTokenRefused = ({ body }: Reply) => body?.error?.code === 'UNAUTHENTICATED'

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
