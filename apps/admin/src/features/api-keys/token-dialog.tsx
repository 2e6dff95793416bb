import './api-keys.css'
import { Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { localesQuery } from '../../lib/locales.ts'
import { useApi, useSession } from '../../lib/session.tsx'
import { curlOf } from './curl.ts'
import type { IssuedApiKey } from './queries.ts'

interface TokenDialogProps {
  /** Absent: what stands before it. */
  issued: IssuedApiKey | undefined
  opened: boolean
  onClose: () => void
  /** Called once it is out of sight: now the key can be forgotten. */
  onClosed?: () => void
  title?: string
  children?: ReactNode
}

/**
 * Shows a key the one time that it can be seen, or says that this once got lost. A key that is in
 * sight closes by its button only, not by a slip.
 */
export function TokenDialog(props: TokenDialogProps) {
  const { issued, opened, onClose, onClosed, title, children } = props
  const holdsToken = typeof issued?.token === 'string'
  const isShown = useRef(false)
  useEffect(() => {
    isShown.current = opened && holdsToken
  }, [opened, holdsToken])
  useBlocker({ shouldBlockFn: () => isShown.current, enableBeforeUnload: () => isShown.current })
  const done = () => {
    isShown.current = false
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => onClosed?.()}
      title={issued ? `The key of ${issued.name}` : title}
      {...(issued && { size: 640 })}
      withCloseButton={!holdsToken}
      closeOnClickOutside={!holdsToken}
      closeOnEscape={!holdsToken}
    >
      {issued ? <Issued issued={issued} onDone={done} /> : children}
    </Modal>
  )
}

function Issued({ issued, onDone }: { issued: IssuedApiKey; onDone: () => void }) {
  const { token, permissions } = issued
  return token === null ? (
    <LostToken onDone={onDone} />
  ) : (
    <Token token={token} permissions={permissions} onDone={onDone} />
  )
}

/** The key was made, and the request sent again because no answer came: that answer has no token. */
function LostToken({ onDone }: { onDone: () => void }) {
  return (
    <Stack gap={16}>
      <div className="note" data-kind="warning">
        <Text fw={600}>The key was made, but it got lost on the way here</Text>
        <Text c="dimmed">
          A key is shown only once and kept nowhere, and the connection broke at that moment. Rotate
          it in the list of API keys: you get a new one, and nobody has the lost one.
        </Text>
      </div>
      <Group justify="flex-end">
        <Button onClick={onDone}>Show all API keys</Button>
      </Group>
    </Stack>
  )
}

type NewToken = Pick<IssuedApiKey, 'permissions'> & { token: string }

function Token({ token, permissions, onDone }: NewToken & { onDone: () => void }) {
  return (
    <Stack gap={16}>
      <div className="note" data-kind="warning">
        <Text fw={600}>Copy it now: it is shown only this once</Text>
        <Text c="dimmed">
          Keep it where you keep passwords, never in a browser or in a repository. If it gets lost,
          rotate it.
        </Text>
      </div>
      <Secret title="API key" text={token} copy="Copy API key" isFirst />
      <Secret title="Try it" text={useCurl({ token, permissions })} copy="Copy command" />
      <Group justify="flex-end">
        <Button onClick={onDone}>I have stored it</Button>
      </Group>
    </Stack>
  )
}

function useCurl({ token, permissions }: NewToken): string {
  const { api, tenant } = { api: useApi(), tenant: useSession().tenant }
  const { data: locales } = useQuery(localesQuery(api))
  return curlOf({
    origin: window.location.origin,
    tenantId: tenant.tenantId,
    locale: locales?.find((it) => it.default)?.code ?? 'en-US',
    token,
    permissions,
  })
}

interface SecretProps {
  title: string
  text: string
  copy: string
  isFirst?: boolean
}

function Secret({ title, text, copy, isFirst = false }: SecretProps) {
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb={6}>
        <Text fw={600}>{title}</Text>
        <CopyButton value={text} timeout={2000}>
          {({ copied, copy: write }) => (
            <Button
              variant="default"
              leftSection={copied ? <CheckIcon /> : <CopyIcon />}
              onClick={write}
              {...(isFirst && { autoFocus: true, 'data-autofocus': true })}
            >
              {copied ? 'Copied' : copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <pre className="secret">{text}</pre>
    </section>
  )
}
