/** A field that the API refuses, by its path in the input. */
export interface FieldProblem {
  error: string
  fieldId: string
}

interface ApiErrorOptions {
  data?: unknown
  requestId?: string | undefined
  cause?: unknown
}

/**
 * A request that the API, or the way to it, refused. `message` is written for people. Beside the
 * API's own codes there are `UNREACHABLE` (no answer) and `UNREADABLE` (an answer of somebody else).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly data: unknown
  readonly requestId: string | undefined

  constructor(code: string, message: string, options: ApiErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.data = options.data ?? null
    this.requestId = options.requestId
  }
}

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof ApiError && codes.includes(error.code)
}

/** The fields that a refused input names, or a refused grant; empty for every other error. */
export function fieldProblems(error: unknown): FieldProblem[] {
  if (!hasCode(error, 'VALIDATION_FAILED', 'ESCALATION_REFUSED') || !(error instanceof ApiError))
    return []
  const items: unknown[] = Array.isArray(error.data) ? error.data : []
  return items.filter(isFieldProblem)
}

function isFieldProblem(item: unknown): item is FieldProblem {
  return (
    typeof item === 'object' &&
    item !== null &&
    'error' in item &&
    typeof item.error === 'string' &&
    'fieldId' in item &&
    typeof item.fieldId === 'string'
  )
}
