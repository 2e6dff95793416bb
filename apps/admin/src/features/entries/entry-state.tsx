import { Status, type StatusKind } from '../../ui/status.tsx'
import type { EntryStatus } from './list-search.ts'

export const STATUS_WORDS: Record<EntryStatus, string> = {
  draft: 'Draft',
  published: 'Published',
  unpublished: 'Unpublished',
}

const KINDS: Record<EntryStatus, StatusKind> = {
  draft: 'warning',
  published: 'good',
  unpublished: 'off',
}

export function EntryState({ status }: { status: EntryStatus }) {
  return <Status kind={KINDS[status]}>{STATUS_WORDS[status]}</Status>
}
