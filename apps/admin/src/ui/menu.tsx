import { Menu as Base, Text } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { CheckIcon } from '@radix-ui/react-icons'
import { Fragment } from 'react'
import { Anchor } from './anchor.tsx'
import { Keys } from './keys.tsx'
import type { MenuAction, MenuContent } from './menu-button.tsx'
import type { Floating } from './use-trigger.ts'

/** The menu of a {@link MenuButton}. */
export function Menu(props: Floating & MenuContent) {
  const { id, opened, onChange, anchor, head, sections, width = 208 } = props
  const shown = sections
    .map((actions) => actions.filter((it) => it !== false && it !== undefined))
    .filter((actions) => actions.length > 0)
  // Mantine notes where the focus was when a menu opens, not when it is there and open.
  const isMounted = useMounted()
  return (
    <Base
      id={id}
      opened={opened && isMounted}
      onChange={onChange}
      position={props.position ?? 'bottom-end'}
      width={width}
      // Left to itself it would take the focus back from the dialog that an action has opened.
      returnFocus={false}
    >
      <Base.Target>
        <Anchor at={anchor} />
      </Base.Target>
      <Base.Dropdown>
        {head}
        {shown.map((actions, index) => (
          <Fragment key={index}>
            {(index > 0 || head) && <Base.Divider />}
            {actions.map((action) => (
              <Action key={action.label} {...action} onLeave={() => anchor.current?.focus()} />
            ))}
          </Fragment>
        ))}
      </Base.Dropdown>
    </Base>
  )
}

function Action({ onLeave, ...action }: MenuAction & { onLeave: () => void }) {
  const { label, icon, about, href, isDangerous, isBlocked, isChosen, keys, onSelect } = action
  return (
    <Base.Item
      leftSection={icon}
      rightSection={isChosen ? <CheckIcon /> : keys && <Keys keys={keys} />}
      {...(isDangerous && { color: 'red' })}
      {...(href && { component: 'a', href, target: '_blank', rel: 'noopener' })}
      disabled={Boolean(isBlocked)}
      title={typeof isBlocked === 'string' ? isBlocked : undefined}
      aria-current={isChosen || undefined}
      closeMenuOnClick={isChosen === undefined}
      onClick={() => {
        // First, so that a dialog knows where to lead back to.
        if (isChosen === undefined) onLeave()
        onSelect?.()
      }}
    >
      {label}
      {about && (
        <Text c="dimmed" fz="xs">
          {about}
        </Text>
      )}
    </Base.Item>
  )
}
