import { Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import {
  CheckIcon,
  DesktopIcon,
  DotsHorizontalIcon,
  ExitIcon,
  KeyboardIcon,
  MoonIcon,
  SunIcon,
} from '@radix-ui/react-icons'
import { useIdentity, useSession } from '../../lib/session.tsx'
import { Keys } from '../../ui/keys.tsx'
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
  const { displayName, email, groups } = useIdentity()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu width={240} position="top-start">
      <Menu.Target>
        <UnstyledButton className="navigation-button">
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
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: '8px 12px' }}>
          <Text fw={500}>{displayName}</Text>
          {email && email !== displayName && (
            <Text c="dimmed" fz="xs">
              {email}
            </Text>
          )}
        </div>
        <Menu.Divider />
        {SCHEMES.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={icon}
            rightSection={value === colorScheme && <CheckIcon />}
            aria-current={value === colorScheme || undefined}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<KeyboardIcon />}
          rightSection={<Keys keys="?" />}
          onClick={onShortcuts}
        >
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<ExitIcon />} onClick={() => void okta.signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
