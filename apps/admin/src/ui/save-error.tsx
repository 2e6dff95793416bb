import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError, hasCode } from '../lib/api-error.ts'
import { ErrorNote } from './error-note.tsx'

interface SaveErrorProps {
  /** What was to be saved, as in "The group was not saved". */
  what: string
  error: unknown
  /** What is wrong stands at its field already. */
  isShownElsewhere: boolean
  onReload: () => Promise<void>
  /** Ways on from a conflict, beside loading what is newer. */
  children?: ReactNode
}

/** Why something was not saved. What was typed stays, also if somebody else was faster. */
export function SaveError({ what, error, isShownElsewhere, onReload, children }: SaveErrorProps) {
  if (!error || isShownElsewhere) return null
  if (!hasCode(error, 'CONFLICT'))
    return <ErrorNote title={`The ${what} was not saved`} error={error} />
  return (
    <ErrorNote title={`Somebody else saved this ${what}`} error={CONFLICT}>
      <Button variant="default" onClick={() => void onReload()}>
        Load what they saved
      </Button>
      {children}
    </ErrorNote>
  )
}

const CONFLICT = new ApiError(
  'CONFLICT',
  'Your changes are still here, but they were made to an older version.',
)
