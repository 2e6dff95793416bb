import './widget.css'
import { Anchor, Button, Divider, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { ExternalLinkIcon } from '@radix-ui/react-icons'
import type { OktaSession } from '@tenantry/admin-okta'
import { useEffect, useId, useState } from 'react'
import { TenantDialog } from '../../ui/tenant-dialog.tsx'
import { Centre } from '../../ui/centre.tsx'
import { useDocumentTitle } from '../../ui/page.tsx'

interface SignInPageProps {
  okta: OktaSession
  signedOut: boolean
}

export function SignInPage({ okta, signedOut }: SignInPageProps) {
  const [switching, setSwitching] = useState(false)
  const name = okta.getSettings()?.name ?? okta.tenantId
  useDocumentTitle(`Sign in to ${name}`)

  const foot = (
    <Text c="dimmed" fz="xs">
      Not {name}?{' '}
      <Anchor component="button" fz="xs" onClick={() => setSwitching(true)}>
        Switch tenant
      </Anchor>
    </Text>
  )
  return (
    <Centre foot={foot}>
      <div className="card">
        <Title order={1} ta="center" mb={4}>
          Sign in to {name}
        </Title>
        <Text c="dimmed" ta="center" mb={24}>
          {signedOut ? (
            'You are signed out, here and at Okta.'
          ) : (
            <span className="mono">{okta.tenantId}</span>
          )}
        </Text>
        <SignInForm okta={okta} />
      </div>
      <TenantDialog opened={switching} onClose={() => setSwitching(false)} />
    </Centre>
  )
}

/** Okta's Sign-In Widget, with the way to Okta's own page. */
export function SignInForm({ okta }: { okta: OktaSession }) {
  const id = `okta-${useId().replace(/\W/g, '')}`
  useEffect(() => okta.showWidget(`#${id}`), [okta, id])

  return (
    <Stack gap={16}>
      <div id={id} className="okta-widget">
        <WidgetSkeleton />
      </div>
      <Divider />
      <Group justify="center">
        <Button
          variant="subtle"
          color="gray"
          rightSection={<ExternalLinkIcon />}
          onClick={() => void okta.signInWithRedirect()}
        >
          Use Okta’s page instead
        </Button>
      </Group>
    </Stack>
  )
}

/** As high as the form that will stand here, so that nothing jumps. */
function WidgetSkeleton() {
  return (
    <div className="okta-widget-waiting" role="status" aria-label="Loading Okta’s sign-in form">
      <Skeleton h={14} w={80} mb={10} />
      <Skeleton h={36} mb={20} />
      <Skeleton h={14} w={72} mb={10} />
      <Skeleton h={36} mb={24} />
      <Skeleton h={36} />
    </div>
  )
}
