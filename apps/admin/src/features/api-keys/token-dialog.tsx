import './api-keys.css'
import { Button, CopyButton, Group, Modal, Stack, Text } from '@mantine/core'
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'
import { localesQuery } from '../../lib/locales.ts'
import { useApi, useSession } from '../../lib/session.tsx'
import { curlOf } from './curl.ts'
import type { IssuedApiKey } from './queries.ts'

interface TokenDialogProps {
  issued: IssuedApiKey
  onClose: () => void
}

/** Shows a key the one time that it can be seen, or says that this once got lost. */
export function TokenDialog({ issued, onClose }: TokenDialogProps) {
  const { token } = issued
  if (token === null) return <LostTokenDialog issued={issued} onClose={onClose} />
  return <NewTokenDialog issued={{ ...issued, token }} onClose={onClose} />
}

/** The key was made, and the request sent again because no answer came: that answer has no token. */
function LostTokenDialog({ issued, onClose }: TokenDialogProps) {
  return (
    <Modal opened onClose={onClose} title={`The key of ${issued.name}`} size={640}>
      <Stack gap={16}>
        <div className="note" data-kind="warning">
          <Text fw={600}>The key was made, but it got lost on the way here</Text>
          <Text c="dimmed">
            A key is shown only once and kept nowhere, and the connection broke at that moment.
            Rotate it in the list of API keys: you get a new one, and nobody has the lost one.
          </Text>
        </div>
        <Group justify="flex-end">
          <Button onClick={onClose}>Show all API keys</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

type NewApiKey = IssuedApiKey & { token: string }

/** Closes by its button only, not by a slip. */
function NewTokenDialog({ issued, onClose }: { issued: NewApiKey; onClose: () => void }) {
  const isDone = useRef(false)
  useBlocker({ shouldBlockFn: () => !isDone.current, enableBeforeUnload: () => !isDone.current })
  const curl = useCurl(issued)
  const done = () => {
    isDone.current = true
    onClose()
  }
  return (
    <Modal
      opened
      onClose={done}
      title={`The key of ${issued.name}`}
      size={640}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <Stack gap={16}>
        <div className="note" data-kind="warning">
          <Text fw={600}>Copy it now: it is shown only this once</Text>
          <Text c="dimmed">
            Keep it where you keep passwords, never in a browser or in a repository. If it gets
            lost, rotate it.
          </Text>
        </div>
        <Secret title="API key" text={issued.token} copy="Copy API key" isFirst />
        <Secret title="Try it" text={curl} copy="Copy command" />
        <Group justify="flex-end">
          <Button onClick={done}>I have stored it</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function useCurl({ token, permissions }: NewApiKey): string {
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
              {...(isFirst && { 'data-autofocus': true })}
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
