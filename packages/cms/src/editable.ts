import { AppError } from '@tenantry/errors'

/** What is defined in code changes there: whatever was saved over it would be undone. */
export function assertEditable({ definition }: { definition?: string | undefined }, name: string) {
  if (definition === undefined) return
  throw new AppError('DEFINED_IN_CODE', `The ${name} is defined in code and changes only there.`)
}
