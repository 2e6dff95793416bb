import { ActionIcon } from '@mantine/core'
import { DotsHorizontalIcon } from '@radix-ui/react-icons'
import { MenuButton, type MenuContent } from './menu-button.tsx'

interface ActionsMenuProps extends Pick<MenuContent, 'sections'> {
  label: string
  size?: number
  isBusy?: boolean
}

/** Three dots that open what can be done with something. */
export function ActionsMenu({ label, size = 28, isBusy = false, sections }: ActionsMenuProps) {
  if (!sections.flat().some(Boolean)) return null
  return (
    <MenuButton sections={sections}>
      {(trigger) => (
        <ActionIcon {...trigger} className="above" size={size} aria-label={label} loading={isBusy}>
          <DotsHorizontalIcon />
        </ActionIcon>
      )}
    </MenuButton>
  )
}
