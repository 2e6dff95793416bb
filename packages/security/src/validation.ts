import { AppError } from '@tenantry/errors'
import type { z } from 'zod'

/**
 * Parses what a caller sent.
 *
 * @throws AppError `VALIDATION_FAILED`, whose `data` lists `{ error, fieldId }` for each wrong field;
 *   `fieldId` is its path, joined with dots.
 */
export function validated<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const { success, data, error } = schema.safeParse(input)
  if (success) return data
  throw invalid(
    error.issues.map(({ message, path }) => ({
      error: message,
      fieldId: path.map(String).join('.'),
    })),
  )
}

/** The error for fields that are wrong by a rule that no schema knows. */
export const invalid = (data: readonly { error: string; fieldId: string }[]): AppError =>
  new AppError('VALIDATION_FAILED', 'The input is not valid.', { data })
