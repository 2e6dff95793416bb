import { Button, Text, Title } from '@mantine/core'
import { ArrowRightIcon } from '@radix-ui/react-icons'
import { useNavigate } from '@tanstack/react-router'
import { Centre } from '../../ui/centre.tsx'

const NEXT = [
  {
    title: 'Create your first tenant',
    text: 'Give it a name, and the App Client ID of its Okta app.',
    to: '/tenants',
    search: { open: 'new' },
  },
  {
    title: 'Make a group',
    text: 'Say what its people may do. Okta decides who is in it.',
    to: '/groups/new',
    search: {},
  },
  {
    title: 'See who has signed in',
    text: 'So far it is only you.',
    to: '/users',
    search: {},
  },
] as const

/** The installation is done; what makes sense now. */
export function NextSteps({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate()
  return (
    <Centre width={560}>
      <div className="card">
        <Title order={1} mb={8}>
          Tenantry is installed
        </Title>
        <Text c="dimmed" mb={16}>
          Three things to do next, in any order:
        </Text>
        <ul className="next">
          {NEXT.map(({ title, text, to, search }) => (
            <li key={to}>
              <button
                type="button"
                onClick={() => void navigate({ to, search }).then(onDone)}
                className="next-link"
              >
                <span>
                  <Text fw={600}>{title}</Text>
                  <Text c="dimmed">{text}</Text>
                </span>
                <ArrowRightIcon aria-hidden />
              </button>
            </li>
          ))}
        </ul>
        <Button fullWidth mt={20} onClick={() => void navigate({ to: '/' }).then(onDone)}>
          Go to the admin
        </Button>
      </div>
    </Centre>
  )
}
