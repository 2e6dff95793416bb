import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { DotsHorizontalIcon, ExitIcon, KeyboardIcon } from '@radix-ui/react-icons'
import { useIdentity, useSession } from '../../lib/session.tsx'
import { Keys } from '../../ui/keys.tsx'
import { Monogram } from '../../ui/monogram.tsx'

interface PersonMenuProps {
  isCollapsed: boolean
  onShortcuts: () => void
}

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
]

export function PersonMenu({ isCollapsed, onShortcuts }: PersonMenuProps) {
  const { okta } = useSession()
  const { displayName, email, groups } = useIdentity()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu width={240} position="top-start">
      <Menu.Target>
        <UnstyledButton className="navigation-button" aria-label={`${displayName}: account menu`}>
          <Monogram name={displayName} person />
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
        <div style={{ padding: '4px 8px 8px' }}>
          <Text c="dimmed" fz="xs" mb={6} ml={4} id="theme-label">
            Theme
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="theme-label"
            data={SCHEMES}
            value={colorScheme}
            onChange={(value) =>
              setColorScheme(value === 'auto' || value === 'dark' ? value : 'light')
            }
          />
        </div>
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
