import { retried } from '@tenantry/dynamo'
import { AppError } from '@tenantry/errors'

/** Throws `CONFLICT` if a record is not the one that the caller read. */
export function assertVersion({ version }: { version: number }, ifVersion?: number): void {
  if (ifVersion !== undefined && ifVersion !== version)
    throw new AppError('CONFLICT', 'It was changed by somebody else since you read it.')
}

/** Runs a use case again when it was outrun, unless the caller said which version they mean. */
export const retriedWithout = <T>(
  ifVersion: number | undefined,
  useCase: () => Promise<T>,
): Promise<T> => (ifVersion === undefined ? retried(useCase) : useCase())
