import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { DotsHorizontalIcon, Pencil1Icon, TrashIcon, UpdateIcon } from '@radix-ui/react-icons'
import { useCan } from '../../lib/session.tsx'
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
  if (!onOpen && !mayWrite && !mayDelete) return null
  return (
    <>
      <Menu position="bottom-end" width={208}>
        <Menu.Target>
          <ActionIcon className="above" size={28} aria-label={`Actions for ${apiKey.name}`}>
            <DotsHorizontalIcon />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {onOpen && (
            <Menu.Item leftSection={<Pencil1Icon />} onClick={onOpen}>
              {mayWrite ? 'Edit' : 'Show'}
            </Menu.Item>
          )}
          {mayWrite && (
            <Menu.Item
              leftSection={<UpdateIcon />}
              disabled={isDirty}
              title={isDirty ? 'Save your changes first.' : undefined}
              onClick={rotating.open}
            >
              Rotate…
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item leftSection={<TrashIcon />} color="red" onClick={deleting.open}>
              Delete…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
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
