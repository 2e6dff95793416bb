import { useDisclosure } from '@mantine/hooks'
import {
  CircleBackslashIcon,
  EnterIcon,
  ExitIcon,
  PersonIcon,
  PlayIcon,
} from '@radix-ui/react-icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi, useCan, useIdentity } from '../../lib/session.tsx'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { toast, toastError } from '../../ui/toast.ts'
import { enableUser, type User } from './queries.ts'
import { useIsOfAnotherOrg } from './use-is-of-another-org.ts'
import { DisableUserDialog, ReadmitUserDialog, SignOutDialog } from './user-dialogs.tsx'

interface UserMenuProps {
  user: User
  /** From the list: offers to show more. */
  onOpen?: () => void
}

/** What can be done with somebody: the API decides, and nobody shuts themselves out. */
export function UserMenu({ user, onOpen }: UserMenuProps) {
  const [isDisabling, disabling] = useDisclosure(false)
  const [isEnding, ending] = useDisclosure(false)
  const [isReadmitting, readmitting] = useDisclosure(false)
  const mayWrite = useCan('adminUsers.user', 'w')
  const isPerson = user.type === 'admin'
  const isMe = useIdentity().id === user.id && isPerson
  const isOfAnotherOrg = useIsOfAnotherOrg(user)
  const enable = useEnable(user)

  const open = onOpen && { label: 'Show', icon: <PersonIcon />, onSelect: onOpen }
  const readmit = { label: 'Let in again…', icon: <EnterIcon />, onSelect: readmitting.open }
  const signOut = { label: 'Sign out everywhere…', icon: <ExitIcon />, onSelect: ending.open }
  const turnOn = { label: 'Enable', icon: <PlayIcon />, onSelect: enable }
  const turnOff = {
    label: 'Disable…',
    icon: <CircleBackslashIcon />,
    isDangerous: true,
    isBlocked: isMe && 'Somebody else has to disable you.',
    onSelect: disabling.open,
  }
  return (
    <>
      <ActionsMenu
        label={`Actions for ${user.displayName}`}
        sections={[
          [open],
          [
            mayWrite && isOfAnotherOrg && readmit,
            (mayWrite || isMe) && isPerson && signOut,
            mayWrite && (user.disabled ? turnOn : turnOff),
          ],
        ]}
      />
      <SignOutDialog user={user} opened={isEnding} onClose={ending.close} />
      <DisableUserDialog user={user} opened={isDisabling} onClose={disabling.close} />
      <ReadmitUserDialog user={user} opened={isReadmitting} onClose={readmitting.close} />
    </>
  )
}

function useEnable(user: User): () => void {
  const api = useApi()
  const queries = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: () => enableUser(api, user),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['users'] })
      toast(`${user.displayName} is active again.`)
    },
    onError: (error) => toastError(`${user.displayName} was not enabled`, error),
  })
  return () => mutate()
}
