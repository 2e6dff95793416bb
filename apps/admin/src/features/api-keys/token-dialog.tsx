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

/** Shows a key the one time that it can be seen. Closes by its button only, not by a slip. */
export function TokenDialog({ issued, onClose }: TokenDialogProps) {
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
        <Secret title="API key" text={issued.token ?? ''} copy="Copy API key" isFirst />
        <Secret title="Try it" text={curl} copy="Copy command" />
        <Group justify="flex-end">
          <Button onClick={done}>I have stored it</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function useCurl({ token, permissions }: IssuedApiKey): string {
  const { api, tenant } = { api: useApi(), tenant: useSession().tenant }
  const { data: locales } = useQuery(localesQuery(api))
  return curlOf({
    origin: window.location.origin,
    tenantId: tenant.tenantId,
    locale: locales?.find((it) => it.default)?.code ?? 'en-US',
    token: token ?? '',
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
