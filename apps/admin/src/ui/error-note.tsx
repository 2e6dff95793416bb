import { Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError } from '../lib/api-error.ts'
import { Copy } from './copy.tsx'
import { SignInBetterButton, wantsBetterSignIn } from './sign-in-better.tsx'

interface ErrorNoteProps {
  error: unknown
  /** What was tried, as in "The tenant could not be saved." */
  title: string
  onRetry?: (() => void) | undefined
  children?: ReactNode
}

/** What happened, why if known, and what to do; with the request id for whoever looks into it. */
export function ErrorNote({ error, title, onRetry, children }: ErrorNoteProps) {
  return (
    <div className="note" data-kind="error" role="alert">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed">{explanationOf(error)}</Text>
      <RequestId error={error} />
      {(onRetry || children || wantsBetterSignIn(error)) && (
        <Group gap={8} mt={12}>
          {wantsBetterSignIn(error) && <SignInBetterButton error={error} />}
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {children}
        </Group>
      )}
    </div>
  )
}

export function RequestId({ error }: { error: unknown }) {
  if (!(error instanceof ApiError) || !error.requestId) return null
  return (
    <Text c="dimmed" fz="xs" mt={4} component="div">
      Request <Copy value={error.requestId} label="request id" always />
    </Text>
  )
}

/** An error in words for the person at the screen. */
export function explanationOf(error: unknown): string {
  if (!(error instanceof ApiError)) return 'This is a fault of the admin. Reload the page, please.'
  switch (error.code) {
    case 'UNREACHABLE':
      return `${error.message} Check your connection and try again.`
    case 'INTERNAL':
    case 'UNREADABLE':
      return 'Something failed on the server. Try again; if it stays, pass the request id on.'
    case 'SECURITY_NOT_AUTHORIZED':
      return 'Your groups on this tenant do not allow it. Somebody who manages groups can change that.'
    default:
      return error.message
  }
}
