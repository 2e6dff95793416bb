import { codes, type ErrorCode, type ErrorKind } from './codes.ts'

export { codes, type ErrorCode, type ErrorKind }

/**
 * An expected failure. `message` and `data` are written for the caller and are sent to them; put
 * anything internal in `cause`. Any other error that reaches the edge is a bug, answered `INTERNAL`.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly data: unknown

  constructor(code: ErrorCode, message: string, options: { data?: unknown; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.data = options.data ?? null
  }

  get kind(): ErrorKind {
    return codes[this.code][0]
  }
}
