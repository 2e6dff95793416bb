import { useDisclosure } from '@mantine/hooks'
import { Pencil1Icon, TrashIcon, UpdateIcon } from '@radix-ui/react-icons'
import { useCan } from '../../lib/session.tsx'
import { ActionsMenu } from '../../ui/actions-menu.tsx'
import { DeleteApiKeyDialog } from './delete-api-key-dialog.tsx'
import { RotateApiKeyDialog } from './rotate-api-key-dialog.tsx'
import type { ApiKey } from './queries.ts'

interface ApiKeyMenuProps {
  apiKey: ApiKey
  /** From the list: offers to open the key. */
  onOpen?: () => void
  /** There are changes that would be lost when the key is read anew. */
  isDirty?: boolean
  onDeleted?: (() => void) | undefined
}

/** What can be done with a key beside editing it. */
export function ApiKeyMenu({ apiKey, onOpen, isDirty = false, onDeleted }: ApiKeyMenuProps) {
  const [isRotating, rotating] = useDisclosure(false)
  const [isDeleting, deleting] = useDisclosure(false)
  const mayWrite = useCan('security.apiKey', 'w')
  const mayDelete = useCan('security.apiKey', 'd')
  const open = onOpen && {
    label: mayWrite ? 'Edit' : 'Show',
    icon: <Pencil1Icon />,
    onSelect: onOpen,
  }
  const rotate = {
    label: 'Rotate…',
    icon: <UpdateIcon />,
    isBlocked: isDirty && 'Save your changes first.',
    onSelect: rotating.open,
  }
  const remove = {
    label: 'Delete…',
    icon: <TrashIcon />,
    isDangerous: true,
    onSelect: deleting.open,
  }
  return (
    <>
      <ActionsMenu
        label={`Actions for ${apiKey.name}`}
        sections={[[open, mayWrite && rotate, mayDelete && remove]]}
      />
      <RotateApiKeyDialog apiKey={apiKey} opened={isRotating} onClose={rotating.close} />
      <DeleteApiKeyDialog
        apiKey={apiKey}
        opened={isDeleting}
        onClose={deleting.close}
        onDeleted={onDeleted}
      />
    </>
  )
}
