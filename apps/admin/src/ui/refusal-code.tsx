import { Button, CopyButton, Group, Text } from '@mantine/core'
import { Copy } from './copy.tsx'

interface RefusalCodeProps {
  code: string
  tenant: { tenantId: string; name: string }
}

/** The code by which an administrator finds out why, and what to write to them. */
export function RefusalCode({ code, tenant }: RefusalCodeProps) {
  return (
    <div className="note" style={{ marginTop: 16 }}>
      <Group gap={8} justify="space-between">
        <Text component="div">
          Your code <Copy value={code} label="code" always />
        </Text>
        <CopyButton value={messageFor(code, tenant)} timeout={1500}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy a message to your administrator'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text c="dimmed" fz="xs" mt={4}>
        By this code whoever manages {tenant.name} sees for 24 hours why you have no access.
      </Text>
    </div>
  )
}

function messageFor(code: string, { tenantId, name }: RefusalCodeProps['tenant']): string {
  const url = new URL('/sign-in-settings/why', window.location.origin)
  url.search = new URLSearchParams({ tenantId, refusal: code }).toString()
  return `I have no access on ${name}. My code is ${code}; until tomorrow you can see why here: ${url.href}`
}
