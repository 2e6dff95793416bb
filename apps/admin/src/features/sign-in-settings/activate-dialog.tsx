import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { hasCode } from '../../lib/api-error.ts'
import { useSession } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Difference } from './difference.tsx'
import type { SignInRules } from './queries.ts'
import { differenceOf } from './rule-words.ts'

interface ActivateDialogProps {
  opened: boolean
  onClose: () => void
  onClosed: () => void
  active: SignInRules
  draft: SignInRules
  isBusy: boolean
  error: unknown
  onConfirm: () => void
  onReload: () => void
}

/** Asks before a draft counts: says what changes, and for whom. */
export function ActivateDialog(props: ActivateDialogProps) {
  const { opened, onClose, onClosed, active, draft, isBusy, error, onConfirm, onReload } = props
  const { tenant } = useSession()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      title="Activate the draft?"
      size="lg"
    >
      <Stack gap={16}>
        <Text>
          It counts for everybody on {tenant.name}, from their next request on. Nobody has to sign
          in again.
        </Text>
        {consequencesOf(active, draft).map((it) => (
          <div key={it} className="note" data-kind="warning">
            <Text>{it}</Text>
          </div>
        ))}
        <div>
          <Difference difference={differenceOf(active, draft)} />
        </div>
        {Boolean(error) && <Refused error={error} onReload={onReload} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button loading={isBusy} onClick={onConfirm}>
            Activate
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** What it means for people, where the difference alone does not tell. */
function consequencesOf(active: SignInRules, draft: SignInRules): string[] {
  const had = active.groupRules.length > 0
  const has = draft.groupRules.length > 0
  const forAll = draft.policies.some(({ permissions }) => permissions.length === 0)
  const isNew = JSON.stringify(active.policies) !== JSON.stringify(draft.policies)
  return [
    ...(has && !had
      ? [
          'From now on only rules give groups: whoever has their groups from the configured claim alone loses them.',
        ]
      : []),
    ...(had && !has
      ? ['Without rules the configured claim names the groups again, full-access among them.']
      : []),
    ...(forAll && isNew
      ? ['Whoever does not meet a policy for everything is refused altogether.']
      : []),
  ]
}

function Refused({ error, onReload }: { error: unknown; onReload: () => void }) {
  if (hasCode(error, 'CONFLICT')) {
    return (
      <ErrorNote title="Somebody else changed the draft" error={error}>
        <Button variant="default" onClick={onReload}>
          Load what they saved
        </Button>
      </ErrorNote>
    )
  }
  return <ErrorNote title={refusalTitle(error)} error={error} />
}

function refusalTitle(error: unknown): string {
  if (hasCode(error, 'WOULD_LOCK_OUT')) return 'You would lock yourself out'
  if (hasCode(error, 'ESCALATION_REFUSED')) return 'The draft gives more than you hold'
  return 'The draft was not activated'
}
