import { Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Api } from '../../lib/api.ts'
import { useApi, useIdentity } from '../../lib/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { toast } from '../../ui/toast.ts'
import { disableUser, readmitUser, signOutEverywhere, type User } from './queries.ts'

interface UserDialogProps {
  user: User
  opened: boolean
  onClose: () => void
}

export function DisableUserDialog(props: UserDialogProps) {
  const { displayName, type } = props.user
  return (
    <UserDialog
      {...props}
      title={`Disable ${displayName}?`}
      verb={type === 'service' ? 'Disable service' : 'Disable user'}
      run={disableUser}
      done={`${displayName} is disabled.`}
      failed={`${displayName} was not disabled`}
    >
      {type === 'service'
        ? 'Every request of the service is refused from now on. You can enable it again at any time.'
        : 'Every request of theirs is refused from now on, on every device, and they cannot sign in here. What they wrote stays. You can enable them again at any time.'}
    </UserDialog>
  )
}

export function SignOutDialog(props: UserDialogProps) {
  const { displayName, id } = props.user
  const isMe = useIdentity().id === id
  return (
    <UserDialog
      {...props}
      title={`Sign ${isMe ? 'yourself' : displayName} out everywhere?`}
      verb="Sign out everywhere"
      run={signOutEverywhere}
      done={`${displayName} is signed out everywhere.`}
      failed={`${displayName} was not signed out`}
    >
      {isMe
        ? 'Your sign-ins on this tenant end on every device, this one too. You sign in again with Okta.'
        : 'Their sign-ins on this tenant end on every device. They can sign in again with Okta: to keep them out, disable them.'}
    </UserDialog>
  )
}

export function ReadmitUserDialog(props: UserDialogProps) {
  const { displayName, issuer } = props.user
  return (
    <UserDialog
      {...props}
      title={`Let ${displayName} in again?`}
      verb="It is the same person"
      run={readmitUser}
      done={`${displayName} can sign in again.`}
      failed={`${displayName} was not let in`}
    >
      They were here with {new URL(issuer).host}, and people of this tenant now sign in elsewhere.
      If that is the same org at another address, it is the same person. In another org the same id
      is somebody else, who would get what this person had written as their own.
    </UserDialog>
  )
}

interface Deed extends UserDialogProps {
  title: string
  verb: string
  run: (api: Api, user: User) => Promise<unknown>
  done: string
  failed: string
  children: ReactNode
}

function UserDialog({ user, opened, onClose, title, verb, run, done, failed, children }: Deed) {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: () => run(api, user),
    onSuccess: async () => {
      onClose()
      toast(done)
      await queries.invalidateQueries({ queryKey: ['users'] })
    },
  })
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      onClosed={reset}
      title={title}
      verb={verb}
      isBusy={isPending}
      onConfirm={mutate}
      problem={error && <ErrorNote title={failed} error={error} />}
    >
      <Text c="dimmed">{children}</Text>
    </ConfirmDialog>
  )
}
