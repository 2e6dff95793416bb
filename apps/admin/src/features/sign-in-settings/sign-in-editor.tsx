import { Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { useCan } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { LeaveGuard } from '../../ui/leave-guard.tsx'
import { Moment } from '../../ui/moment.tsx'
import { RestoredNote } from '../../ui/restored-note.tsx'
import { SaveError } from '../../ui/save-error.tsx'
import { useSaveKey } from '../../ui/use-save-key.ts'
import { ActivateDialog } from './activate-dialog.tsx'
import { AttributeSection } from './attribute-section.tsx'
import { Difference } from './difference.tsx'
import { PolicySection } from './policy-section.tsx'
import type { SignInSettings } from './queries.ts'
import { RuleSection } from './rule-section.tsx'
import { differenceOf } from './rule-words.ts'
import { SignInPage } from './sign-in-page.tsx'
import { rulesOf, type RuleValues } from './sign-in-values.ts'
import { useSignInForm } from './use-sign-in-form.ts'

interface SignInEditorProps {
  settings: SignInSettings
  /** A rule that somebody came here to add. */
  wanted: RuleValues | undefined
  onAdded: () => void
  onSaved: () => void
  onActivated: () => void
  onDiscarded: () => void
}

export function SignInEditor({ settings, wanted, onAdded, ...events }: SignInEditorProps) {
  const editor = useSignInForm({ settings, ...events })
  const { form, saving, activating, discarding, isDirty, kept } = editor
  const mayWrite = useCan('tenancy.signIn', 'w')
  const [isAsked, { open, close }] = useDisclosure(false)
  const toAdd = mayWrite ? wanted : undefined
  const [first] = useState(toAdd && form.getValues().groupRules.length)
  useWantedRule(form, toAdd, onAdded)
  const submit = form.onSubmit((values) => saving.mutate(values))
  useSaveKey(() => mayWrite && isDirty() && !saving.isPending && submit())
  const { active, draft } = settings
  const actions = mayWrite && (
    <Group gap={8} wrap="nowrap">
      {draft && !isDirty() && (
        <Button
          variant="default"
          loading={discarding.isPending}
          onClick={() => discarding.mutate()}
        >
          Discard draft
        </Button>
      )}
      {isDirty() ? (
        <Button type="submit" form="sign-in" loading={saving.isPending}>
          Save draft
        </Button>
      ) : (
        draft && <Button onClick={open}>Activate…</Button>
      )}
    </Group>
  )
  return (
    <SignInPage title="Sign-in" actions={actions}>
      <form id="sign-in" onSubmit={submit} noValidate className="form">
        <Stack gap={32}>
          <RestoredNote kept={kept} />
          <SaveError
            what="draft"
            error={saving.error}
            isShownElsewhere={editor.isAtField}
            onReload={editor.reload}
          />
          {discarding.error && (
            <ErrorNote title="The draft was not discarded" error={discarding.error} />
          )}
          <StateNote settings={settings} form={form} isDirty={isDirty()} />
          <RuleSection form={form} mayWrite={mayWrite} first={first} />
          <AttributeSection form={form} mayWrite={mayWrite} />
          <PolicySection form={form} mayWrite={mayWrite} />
        </Stack>
      </form>
      {draft && (
        <ActivateDialog
          opened={isAsked}
          onClose={close}
          onClosed={activating.reset}
          active={active}
          draft={draft}
          isBusy={activating.isPending}
          error={activating.error}
          onConfirm={() => activating.mutate()}
          onReload={() => void editor.reload()}
        />
      )}
      <LeaveGuard isDirty={isDirty} onDiscard={kept.forget} />
    </SignInPage>
  )
}

type Editor = ReturnType<typeof useSignInForm>

/** Puts the rule that somebody came for below the others, once. */
function useWantedRule(form: Editor['form'], wanted: RuleValues | undefined, onAdded: () => void) {
  const isAdded = useRef(false)
  useEffect(() => {
    if (!wanted || isAdded.current) return
    isAdded.current = true
    form.insertListItem('groupRules', wanted)
    onAdded()
  }, [form, wanted, onAdded])
}

interface StateNoteProps {
  settings: SignInSettings
  form: Editor['form']
  isDirty: boolean
}

/** Whether what is in sight counts, and what it would change. */
function StateNote({ settings: { active, draft, activatedOn }, form, isDirty }: StateNoteProps) {
  if (!draft && !isDirty) {
    return (
      <Text c="dimmed">
        {activatedOn ? (
          <>
            This is what counts, since <Moment at={activatedOn} />.
          </>
        ) : (
          'Nothing was ever activated here.'
        )}{' '}
        A change becomes a draft first: it can be tested, and counts once it is activated.
      </Text>
    )
  }
  return (
    <div className="note" data-kind="warning">
      <Text fw={600}>Draft, not active yet</Text>
      {isDirty && <Text c="dimmed">Your last changes are not saved yet.</Text>}
      <Difference difference={differenceOf(active, rulesOf(form.getValues()))} />
    </div>
  )
}
