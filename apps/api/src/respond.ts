import { AppError, codes, type ErrorCode } from '@tenantry/errors'
import { keyOfPart, noteEscalation, type Repeatable, validated } from '@tenantry/security'
import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql'
import { z } from 'zod'
import type { ApiScope } from './context.ts'
import { logger } from './log.ts'

export const NoArgs = z.object({})
/** GraphQL hands on an explicit null; to use cases it is as good as absent. */
export const IfVersion = z
  .number()
  .int()
  .nullish()
  .transform((version) => version ?? undefined)

/**
 * A resolver for a `…Response` type: parses the arguments, calls one use case, answers the envelope.
 * Only an `AppError` becomes the envelope's `error`; anything else is a bug and answered `INTERNAL`.
 *
 * A mutation hands `key` on, by which it can be repeated. A request may carry several, and each is
 * another write: so it is the key of the request together with the operation's place in it.
 */
export const respondIn =
  <Scope extends ApiScope>() =>
  <Args, Data>(
    Args: z.ZodType<Args>,
    useCase: (scope: Scope, args: Args, key: Repeatable, info: GraphQLResolveInfo) => Promise<Data>,
  ) =>
  async (_: unknown, args: unknown, scope: Scope, info: GraphQLResolveInfo) => {
    try {
      const key = keyOfPart(scope, responsePathAsArray(info.path).join('.'))
      return { data: await useCase(scope, validated(Args, args), key, info), error: null }
    } catch (error) {
      if (error instanceof AppError) {
        await noteEscalation(scope, error, info.fieldName)
        return { data: null, error: publicPart(error) }
      }
      const { code, message, data } = internal(error, scope.requestId)
      throw new GraphQLError(message, { extensions: { code, ...data } })
    }
  }

export const respond = respondIn<ApiScope>()

/** The answer to a request that ends before GraphQL: no tenant, no welcome, or our own failure. */
export function refusal(error: unknown, requestId: string): Response {
  const isExpected = error instanceof AppError
  const shown = isExpected ? publicPart(error) : internal(error, requestId)
  const { code, message } = shown
  const challenge = isExpected ? CHALLENGES[error.code] : undefined
  return Response.json(
    { data: null, error: shown, errors: [{ message, extensions: { code } }] },
    {
      status: isExpected ? codes[error.code][1] : 500,
      headers: challenge ? { 'www-authenticate': `Bearer error="${challenge}"` } : {},
    },
  )
}

/** As RFC 6750 and RFC 9470 name them: what to do about the token. */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
  UNAUTHENTICATED: 'invalid_token',
  TOKEN_TOO_OLD: 'insufficient_user_authentication',
  STEP_UP_REQUIRED: 'insufficient_user_authentication',
}

/** What GraphQL itself finds wrong is the caller's to know; what a resolver threw by mistake is not. */
export function maskError(error: unknown): Error {
  if (!(error instanceof GraphQLError && isOfGraphQL(error.originalError))) {
    const { code, message } = internal(error, undefined)
    return new GraphQLError(message, { extensions: { code } })
  }
  // Yoga puts the engine's own words about a malformed body there.
  const { originalError, ...extensions } = error.extensions
  // What is no JSON is no GraphQL request: 400, whichever type of answer is accepted.
  if (originalError) extensions.http = { status: 400 }
  const { nodes, path } = error
  return new GraphQLError(withoutSuggestion(error.message), { nodes, path, extensions })
}

const isOfGraphQL = (original: unknown) => !original || original instanceof GraphQLError

/** Suggestions would spell out the schema to whoever may not introspect it. */
const withoutSuggestion = (message: string) => message.replace(/ Did you mean [^?]*\?/g, '')

const publicPart = ({ code, message, data }: AppError) => ({ code, message, data })

/** A bug or an outage: the only place that logs. The caller gets no more of it than the request's id. */
function internal(error: unknown, requestId: string | undefined) {
  logger.error('A request failed.', { error, requestId })
  return { code: 'INTERNAL', message: 'Something went wrong on our side.', data: { requestId } }
}
