import { Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import {
  DesktopIcon,
  DotsHorizontalIcon,
  ExitIcon,
  KeyboardIcon,
  MoonIcon,
  SunIcon,
} from '@radix-ui/react-icons'
import { useIdentity, useSession } from '../../lib/session.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { Monogram } from '../../ui/monogram.tsx'

interface PersonMenuProps {
  isCollapsed: boolean
  onShortcuts: () => void
}

const SCHEMES = [
  { value: 'light', label: 'Light theme', icon: <SunIcon /> },
  { value: 'dark', label: 'Dark theme', icon: <MoonIcon /> },
  { value: 'auto', label: 'Theme of the system', icon: <DesktopIcon /> },
] as const

export function PersonMenu({ isCollapsed, onShortcuts }: PersonMenuProps) {
  const { okta } = useSession()
  const { displayName, groups } = useIdentity()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const schemes = SCHEMES.map(({ value, label, icon }) => ({
    label,
    icon,
    isChosen: value === colorScheme,
    onSelect: () => setColorScheme(value),
  }))
  const others = [
    { label: 'Keyboard shortcuts', icon: <KeyboardIcon />, keys: '?', onSelect: onShortcuts },
    { label: 'Sign out', icon: <ExitIcon />, onSelect: () => void okta.signOut() },
  ]
  return (
    <MenuButton head={<Who />} sections={[schemes, others]} width={240} position="top-start">
      {(trigger) => (
        <UnstyledButton {...trigger} className="navigation-button">
          <Monogram name={displayName} person />
          {isCollapsed && <VisuallyHidden>{displayName}</VisuallyHidden>}
          {!isCollapsed && (
            <>
              <span className="navigation-button-text">
                <Text fw={500} lh="18px">
                  {displayName}
                </Text>
                <Text c="dimmed" fz="xs" lh="16px">
                  {groups.join(', ')}
                </Text>
              </span>
              <DotsHorizontalIcon color="var(--mantine-color-dimmed)" />
            </>
          )}
          <VisuallyHidden>: account menu</VisuallyHidden>
        </UnstyledButton>
      )}
    </MenuButton>
  )
}

function Who() {
  const { displayName, email } = useIdentity()
  return (
    <div style={{ padding: '8px 12px' }}>
      <Text fw={500}>{displayName}</Text>
      {email && email !== displayName && (
        <Text c="dimmed" fz="xs">
          {email}
        </Text>
      )}
    </div>
  )
}
